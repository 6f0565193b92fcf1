/** Tabs as WAI-ARIA has them: arrows, Home and End go from one to the next. */
export function openTabs(list: Element): (id: string) => void {
  const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')]

  const choose = (chosen: HTMLButtonElement) => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen))
      tab.tabIndex = tab === chosen ? 0 : -1
      document.getElementById(tab.getAttribute('aria-controls')!)!.hidden = tab !== chosen
    }
  }

  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener('click', () => choose(tab))
    tab.addEventListener('keydown', event => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
      if (to === undefined) return
      event.preventDefault()
      const next = tabs.at(to % tabs.length)!
      choose(next)
      next.focus()
    })
  }
  return id => choose(tabs.find(tab => tab.id === id)!)
}
