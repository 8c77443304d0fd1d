// A workspace in which fifteen actors have to do with each other: does its graph stay readable?
import { mkdir, writeFile } from "node:fs/promises";

const states = ["France", "Germany", "Italy", "Spain", "Portugal", "Poland", "Norway", "Sweden", "Finland", "Denmark", "Estonia", "Latvia", "Lithuania", "Hungary", "Austria"];
const acts = [
  (a, b, year) => `${a} signed a trade agreement with ${b} in ${year}.`,
  (a, b, year) => `${a} accused ${b} of smuggling in ${year}.`,
  (a, b, year) => `${a} supplied ${b} with grain in ${year}.`,
  (a, b, year) => `${a} expelled two diplomats of ${b} in ${year}.`,
];

/** Writes it into a folder. Each state deals with its neighbour in the list, and the first with many. */
export async function fifteenActors(folder) {
  const sentences = states.flatMap((a, i) =>
    states
      .map((b, j) => [b, j])
      .filter(([, j]) => j > i && (j - i === 1 || (i * 5 + j * 3) % 11 === 0))
      .map(([b, j]) => acts[(i + j) % acts.length](a, b, 1990 + i + j)),
  );
  await mkdir(`${folder}/sources`, { recursive: true });
  await mkdir(`${folder}/notes`, { recursive: true });
  await writeFile(`${folder}/sources/chronicle.txt`, `${sentences.join("\n\n")}\n`);
  await writeFile(`${folder}/notes/note.md`, `# A note\n\n${sentences[0]}\n`);
}
