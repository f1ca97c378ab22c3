// What a chart shows is read from the table beside it: there is one truth, and the chart has no numbers of its own.

/**
 * Read the names of rows and the drawn columns of a table.
 *
 * @param {HTMLTableElement} table
 * @param {number[]} places - of the drawn cells in a row; 0 is its name
 * @returns {{names: string[], series: {name: string, points: {value: number|null, text: string}[]}[]}}
 */
export function read(table, places) {
  const rows = [...table.tBodies[0].rows];
  const head = table.tHead.rows[0];
  return {
    names: rows.map((row) => words(row.cells[0])),
    series: places.map((place) => ({
      name: words(head.cells[place]),
      points: rows.map((row) => point(row.cells[place])),
    })),
  };
}

function point(cell) {
  const known = cell.dataset.value !== undefined;
  return { value: known ? Number(cell.dataset.value) : null, text: known ? words(cell) : "" };
}

const words = (cell) => cell.innerText.replace(/[▲▼]/g, "").replace(/\s+/g, " ").trim();
