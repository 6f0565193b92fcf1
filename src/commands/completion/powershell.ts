import type { Flag, Grammar, Offer, Value } from './grammar.ts'

/** A completion script for PowerShell 5 or newer. */
export function powershellScript({ program, flags, subcommands }: Grammar): string {
  const tables = [
    table('', flags, [
      { name: 'command', required: true, variadic: false, offer: subcommands.map(({ name }) => name) },
    ]),
    ...subcommands.map(({ name, flags, arguments: values }) => table(name, flags, values)),
  ]
  const summaries = subcommands.map(({ name, summary }) => `        ${quoted(name)} = ${quoted(summary)}`)
  return `# Completion of ${program} for PowerShell, made by '${program} completion powershell'.
Register-ArgumentCompleter -Native -CommandName ${quoted(program)} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # By command: each flag with what it does and what its value may be; and what stands without a flag.
    $commands = @{
${tables.join('\n')}
    }
    $summaries = @{
${summaries.join('\n')}
    }
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
    $name = if ($typed.Count -gt 0 -and $commands.ContainsKey($typed[0])) { $typed[0] } else { '' }
    $known = $commands[$name]
    $result = {
        param($text, $kind, $about)
        if ($about -eq '') { $about = $text }
        $typable = if ($text -match "[^\\w.:=/@%+,-]") { "'" + $text.Replace("'", "''") + "'" } else { $text }
        [System.Management.Automation.CompletionResult]::new($typable, $text, $kind, $about)
    }
    $start = ''
    $flag = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
    if ($wordToComplete -match '^(--[\\w-]+)=(.*)$') { $flag = $Matches[1]; $start = "$flag="; $rest = $Matches[2] } else { $rest = $wordToComplete }
    $entry = $known.flags[$flag]
    if ($entry -and $entry.takesValue) {
        # Where nothing is offered PowerShell offers files.
        $entry.offers | Where-Object { $_ -and $_.StartsWith($rest) } | ForEach-Object { & $result ($start + $_) 'ParameterValue' $_ }
    } elseif ($wordToComplete.StartsWith('-')) {
        $known.flags.Keys | Where-Object { $_.StartsWith($wordToComplete) } | Sort-Object | ForEach-Object { & $result $_ 'ParameterName' $known.flags[$_].about }
    } else {
        $known.words | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object { & $result $_ 'ParameterValue' ([string]$summaries[$_]) }
    }
}
`
}

function table(name: string, flags: readonly Flag[], values: readonly Value[]): string {
  const rows = flags.flatMap(flag => flag.names.map(each => `            ${quoted(each)} = ${entry(flag)}`))
  const words = values.flatMap(({ offer }) => choicesOf(offer))
  return `        ${quoted(name)} = @{ words = ${list(words)}; flags = @{
${rows.join('\n')}
        } }`
}

function entry({ description, value }: Flag): string {
  return `@{ about = ${quoted(description)}; takesValue = $${value !== undefined}; offers = ${list(choicesOf(value?.offer))} }`
}

function choicesOf(offer: Offer | undefined): readonly string[] {
  return typeof offer === 'object' ? offer : []
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`
}

/** PowerShell reads curly quotes as straight ones, and each doubled one as itself. */
function quoted(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`
}
