/** Updates a second, smoothed over the last few seconds. @param done updates before */
export function speedometer(done: number): (update: number) => number {
  const marks = [{ update: done, time: performance.now() }]
  return update => {
    const now = performance.now()
    marks.push({ update, time: now })
    while (marks.length > 2 && now - marks[1]!.time > 5000) marks.shift()
    const first = marks[0]!
    return ((update - first.update) * 1000) / Math.max(1, now - first.time)
  }
}
