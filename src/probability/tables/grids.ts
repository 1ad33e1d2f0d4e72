/** How joint tables are laid out. */
import { type Cells, selectionAt, selectionText, sumOut, totalOf, visitCells } from "./algebra.ts";
import { headingOf } from "./conditional.ts";
import { type Cell, decimalCell, type Grid, numberCell, wordCell } from "./grid.ts";
import { isExact } from "./number.ts";
import { labelOf, latexName } from "./states.ts";

/** More columns do not fit on a line. */
const MOST_COLUMNS = 8;
/** More rows are cut in the middle. */
const MOST_ROWS = 40;

export function gridOf(table: Cells): Grid {
  const { variables } = table;
  return variables.length === 2 && variables[1].states.length <= MOST_COLUMNS ? crossed(table) : listed(table);
}

/** Rows and columns for two variables, with the margins. */
function crossed(table: Cells): Grid {
  const { variables, cells } = table;
  const [rows, columns] = variables;
  const [left, top] = variables.map((variable) => sumOut(table, [variable]).cells);
  const state = (at: 0 | 1, place: number): Cell =>
    selectionText([variables[at]], selectionAt([variables[at]], [place]));
  const width = columns.states.length;
  return {
    head: [headingOf(variables, []), ...top.map((_, j) => state(1, j)), headingOf([rows], [])],
    rows: cut(
      left.map((sum, i) => [state(0, i), ...cells.slice(i * width, (i + 1) * width).map(numberCell), numberCell(sum)]),
    ),
    numbers: 1,
    foot: [headingOf([columns], []), ...top.map(numberCell), numberCell(totalOf(table))],
  };
}

/** A row for each combination, with fraction and decimal. */
function listed({ variables, cells }: Cells): Grid {
  const exact = cells.some((cell) => isExact(cell) && cell.d !== 1n);
  const rows: Cell[][] = [];
  visitCells(variables, (places, i) => {
    const states = variables.map(({ states }, at) => nameCell(labelOf(states[places[at]])));
    rows.push([...states, numberCell(cells[i]), ...(exact ? [decimalCell(cells[i])] : [])]);
  });
  const head = [
    ...variables.map(({ name }) => nameCell(name)),
    headingOf(variables, []),
    ...(exact ? [wordCell("")] : []),
  ];
  return { head, rows: cut(rows), numbers: variables.length };
}

const nameCell = (text: string): Cell => ({ text, latex: latexName(text) });

function cut(rows: Cell[][]): Cell[][] {
  if (rows.length <= MOST_ROWS) return rows;
  const dots: Cell = { text: "⋮", latex: "\\vdots" };
  return [...rows.slice(0, MOST_ROWS / 2), rows[0].map(() => dots), ...rows.slice(-MOST_ROWS / 2)];
}
