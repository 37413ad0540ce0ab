import { random } from "@tweedie/core";

/** Input of `tweedie validate`. */
export interface Input {
  readonly text: string;
  readonly overrides: readonly string[];
}

/** Typical wrong values: too large, too small, of another type, names, paths, special cases of YAML and JavaScript. */
const values = [
  ..."0 -0 -1 1 2 0.5 1e-9 1e9 1e18 1e308 1e400 9007199254740993 0x10 1_000 .inf -.inf .nan null ~ true no '' {} []".split(
    " ",
  ),
  ...'"1" "1e-3" [1] [[]] {a: 1} {use: sid/l2} {use: 3} {use: ""} {use: [sid/l2]} !!str !foo @ ` *a &a'.split(" "),
  ..."sid/l2 sid/l1 sid/l3 sid sid/ /sid l2 teachers/mixture datasets/ring metrics/mmd fs node:fs data:, file:///x".split(
    " ",
  ),
  ..."./x.ts ../x.ts ../../x.ts /x.ts ./sid.yaml __proto__ constructor toString ${ ${} ${loss} ${seed} ${a.b} $${".split(
    " ",
  ),
  "x".repeat(300),
  "{use: datasets/ring, modes: 1e9}",
  "{use: datasets/ring, modes: 1000000000}",
  "{use: students/mlp, width: 4294967296, depth: 1e7}",
  "{use: networks/mlp, embedding: 2, width: 1e12}",
  "${distill.steps}",
  "\u0456",
  "\u{1f600}",
];

const large = ["100000", "1e7", "1e9", "4294967296", "1e15", "9007199254740991"];

const keys =
  "data.modes data.std network.depth network.width network.embedding student.latent loss loss.use loss.lambda loss.lamda data data.modes data.use teacher student student.width fakeScore fakeScore.init seed name extends backend schedule network network.width pretrain pretrain.time distill distill.steps distill.batch distill.student distill.student.time distill.student.weighting distill.student.optimizer.lr distill.fakeScore.updates evaluate evaluate.metrics evaluate.metrics[0] evaluate.metrics[0].use evaluate.metrics[7] evaluate.samples __proto__ __proto__.x constructor.prototype.x tweedie a..b [0] +new ~loss".split(
    " ",
  );

const pieces = [
  "{",
  "}",
  "[",
  "]",
  ":",
  ": ",
  ", ",
  "- ",
  "#",
  "'",
  '"',
  "\t",
  "\n",
  "\n  ",
  "|\n",
  ">-\n",
  "\\",
  "*x",
  "&x ",
  "<<: ",
  "---\n",
  "\0",
  "\ufeff",
  "\r\n",
  "${",
  "}",
  "? ",
];

/** A sample experiment with one to six random changes, determined by seed and index. */
export function mutate(samples: readonly string[], seed: number, index: number): Input {
  const uniform = random(seed, "fuzz", index).uniform(256);
  let drawn = 0;
  const draw = (bound: number): number => Math.floor(uniform[drawn++ % uniform.length]! * bound);
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)]!;

  const changes: readonly ((text: string) => string)[] = [
    // Another value.
    (text) => replaceMatch(text, /(?<=[:,[{]\s)[^\s,{}[\]]+/g, pick(values), draw),
    (text) => replaceMatch(text, /(?<=[:,[{]\s)[^\s,{}[\]]+/g, pick(values), draw),
    // A large number.
    (text) => replaceMatch(text, /(?<=: )\d[\d.e+-]*/g, pick(large), draw),
    // Another key.
    (text) => replaceMatch(text, /[\w-]+(?=:)/g, pick(keys), draw),
    // A missing, doubled or similar letter.
    (text) => replaceMatch(text, /\w/g, pick(["", "x", "\u0456"]), draw),
    // Syntax at a random position.
    (text) => splice(text, draw(text.length + 1), 0, pick(pieces)),
    (text) => splice(text, draw(text.length + 1), draw(12), ""),
    (text) => splice(text, draw(text.length + 1), 0, text.slice(draw(text.length), draw(text.length))),
    // Lines deleted, doubled, moved, indented, or inserted from other samples.
    (text) => changeLines(text, (lines) => lines.splice(draw(lines.length), 1)),
    (text) => changeLines(text, (lines) => lines.splice(draw(lines.length), 0, pick(lines))),
    (text) => changeLines(text, (lines) => lines.push(...lines.splice(draw(lines.length), 1))),
    (text) => changeLines(text, (lines) => (lines[draw(lines.length)] = `  ${pick(lines)}`)),
    (text) => changeLines(text, (lines) => lines.splice(draw(lines.length), 0, pick(pick(samples).split("\n")))),
    (text) => changeLines(text, (lines) => lines.push(`${pick(keys)}: ${pick(values)}`)),
  ];
  let text = pick(samples);
  for (let count = draw(6); count >= 0; count--) text = pick(changes)(text);
  const override = () =>
    draw(8) === 0 ? pick(keys) + pick(pieces) + pick(values) : `${pick(keys)}=${pick(draw(4) === 0 ? large : values)}`;
  return { text, overrides: Array.from({ length: Math.max(0, draw(5) - 2) }, override) };
}

const splice = (text: string, at: number, remove: number, insert: string): string =>
  text.slice(0, at) + insert + text.slice(at + remove);

function replaceMatch(text: string, pattern: RegExp, by: string, draw: (bound: number) => number): string {
  const matches = [...text.matchAll(pattern)];
  const match = matches[draw(matches.length)];
  return match ? splice(text, match.index, match[0].length, by) : text;
}

function changeLines(text: string, change: (lines: string[]) => unknown): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}
