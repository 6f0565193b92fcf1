/** A cluster of one node under Slurm, for the tests of a recipe; it wants the rights of root. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

/** A cluster that is at work. */
interface Cluster {
  /** What `sbatch` finds it by. */
  readonly environment: { readonly SLURM_CONF: string }
  stop(): Promise<void>
}

export const hasSlurm =
  process.getuid?.() === 0 &&
  ['slurmctld', 'slurmd', 'sbatch'].every(program => spawnSync(program, ['-V']).error === undefined)

/** @param folder an empty one, for what the cluster keeps @param slots tasks that run at once */
export async function startCluster(folder: string, slots: number): Promise<Cluster> {
  const path = join(folder, 'slurm.conf')
  const spool = join(folder, 'spool')
  mkdirSync(spool, { recursive: true })
  const settings = {
    ...{ ClusterName: 'one', SlurmctldHost: hostname(), SlurmUser: 'root' },
    ...{ AuthType: 'auth/none', CredType: 'cred/none' },
    ...{ SlurmctldPort: await freePort(), SlurmdPort: await freePort() },
    ...{ StateSaveLocation: join(folder, 'state'), SlurmdSpoolDir: spool },
    ...{ SlurmctldPidFile: join(folder, 'slurmctld.pid'), SlurmdPidFile: join(folder, 'slurmd.pid') },
    ...{ ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', SwitchType: 'switch/none' },
    ...{ SelectType: 'select/cons_tres', SelectTypeParameters: 'CR_CPU', MpiDefault: 'none' },
    ...{ JobAcctGatherType: 'jobacct_gather/none', AccountingStorageType: 'accounting_storage/none' },
    // Also where the machine has fewer processors.
    SlurmdParameters: 'config_overrides',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  const node = `NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${slots}`
  writeFileSync(path, `${[...lines, node, 'PartitionName=all Nodes=ALL Default=YES'].join('\n')}\n`)
  const daemons: ChildProcess[] = ['slurmctld', 'slurmd'].map(daemon =>
    spawn(daemon, ['-D', '-f', path], { stdio: 'ignore' }),
  )
  const environment = { SLURM_CONF: path }
  // Told, and not killed: slurmctld has a process of its own to end.
  const stop = async () => {
    for (const daemon of daemons) if (daemon.kill('SIGTERM')) await once(daemon, 'close')
  }
  for (let n = 0; n < 100; n++) {
    const { stdout } = spawnSync('sinfo', ['--noheader', '--format', '%T'], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    })
    if (stdout.trim() === 'idle') return { environment, stop }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  await stop()
  throw new Error('the node of Slurm did not get ready')
}
