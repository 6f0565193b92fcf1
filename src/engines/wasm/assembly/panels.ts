/**
 * A matrix [rows, 4 * width] row-major to panels of [panelRows, 4 * panelWidth], where what is added by the wider sizes
 * is left as it is. Each of the four gate blocks is widened by itself.
 */
export function toPanels(matrix: usize, rows: i32, width: i32, panels: usize, panelRows: i32, panelWidth: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let gate = 0; gate < 4; gate++) {
      for (let j = 0; j < width; j++) {
        store<f32>(inPanels(panels, panelRows, r, gate * panelWidth + j), load<f32>(matrix))
        matrix += 4
      }
    }
  }
}

/** The inverse of `toPanels`. */
export function fromPanels(matrix: usize, rows: i32, width: i32, panels: usize, panelRows: i32, panelWidth: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let gate = 0; gate < 4; gate++) {
      for (let j = 0; j < width; j++) {
        store<f32>(matrix, load<f32>(inPanels(panels, panelRows, r, gate * panelWidth + j)))
        matrix += 4
      }
    }
  }
}

@inline
function inPanels(panels: usize, rows: i32, row: i32, column: i32): usize {
  return panels + (<usize>((column >> 3) * rows + row) << 5) + (<usize>(column & 7) << 2)
}
