import { formatInterval } from "../format.ts";
import { judge } from "../claim.ts";
import { markdownTable } from "../../docs/markdown-table.ts";
import type { Description, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";

/** A question with results. */
export interface Answered {
  readonly question: Question;
  readonly results: ResultsByName;
}

const introduction = `# Findings

Open questions on identity-based distillation, answered by experiment. \`npm run findings\` runs the experiments and writes this page whole, with all its numbers; do not edit it.

- Intervals are 95 % intervals of the mean by bootstrap over seeds. With eight seeds or fewer they are too narrow.
- A claim is _real_ if the interval of the difference excludes zero. The difference is that of runs with equal seeds.
- The value of a run is its mean over the evaluations in the last quarter of its iterations.
- Distances are sliced Wasserstein distances of order 1, unless stated otherwise. The distance of two sets of real samples is the floor.

\`\`\`shell
npm run findings                  # all questions; continues where it was interrupted
npm run findings -- --only 5      # one question
npm run findings -- --only digits # one page of measurements: weights or digits
npm run findings -- --quick       # short runs with two seeds: prints which claims they reproduce
\`\`\`
`;

/** The page of all questions with results. */
export function findingsPage(answered: readonly Answered[]): string {
  const contents = answered.map(({ question }) => `- [${headingOf(question)}](#${anchorOf(headingOf(question))})`);
  return `${[introduction, contents.join("\n"), ...answered.map(section)]
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

/** A heading that begins with a letter: VitePress changes the anchor of one that begins with a digit. */
const headingOf = ({ number, title }: Question): string => `Question ${number}: ${title}`;

/** Anchor of a heading, as GitHub and VitePress make it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

function section({ question, results }: Answered): string {
  const { number, sweeps } = question;
  const description = question.describe(results);
  const files = sweeps.map((name) => `[\`${name}.yaml\`](../experiments/findings/${name}.yaml)`).join(", ");
  const parts = [
    `## ${headingOf(question)}`,
    `**${description.answer}**`,
    `${description.setting} ${floorsOf(results)}`.trim(),
    ...description.figures.map(({ name, caption }) => `![${caption}](images/${name}.png)\n\n_${caption}_`),
    ...description.tables.map(({ caption, titles, rows }) => `${caption}\n\n${markdownTable(titles, rows)}`),
    claimsTable(description),
    `**Theory.** ${description.theory}`,
    `**Results that would change the answer.** ${description.changeOfMind}`,
    `\`\`\`shell\nnpm run findings -- --only ${number}\n\`\`\``,
    files === "" ? "" : `Sweeps: ${files}.`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The floor of the distance in the sweeps of a question. */
function floorsOf(results: ResultsByName): string {
  const floors = Object.values(results).flatMap(({ floors }) => floors["sw1"] ?? []);
  if (floors.length === 0) return "";
  const [least, most] = [Math.min(...floors).toFixed(3), Math.max(...floors).toFixed(3)];
  return `The floor is ${least === most ? least : `${least} to ${most}`}.`;
}

function claimsTable({ claims }: Description): string {
  if (claims.length === 0) return "";
  const rows = claims.map((claim) => {
    const { conclusion, difference } = judge(claim);
    return [claim.text, formatInterval(difference, claim.digits), `${claim.lower.length}`, conclusion];
  });
  return markdownTable(["claim", "difference", "pairs", "conclusion"], rows);
}
