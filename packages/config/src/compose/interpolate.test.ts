import { expect, test } from "vitest";
import { configErrorOf, composeRing } from "../ring.fixture.ts";

const valueOf = async (text: string, ...overrides: string[]) =>
  (await composeRing({ "ring.yaml": text }, ...overrides)).value;

test("a whole value keeps its type", async () => {
  const text = "a: 1e-3\nb: ${a}\nc: [x, y]\nd: ${c}\ne: {f: true}\ng: ${e}\nh: ${e.f}\ni: ${c[1]}\n";
  expect(await valueOf(text)).toMatchObject({ b: 1e-3, d: ["x", "y"], g: { f: true }, h: true, i: "y" });
});

test("inside a string, scalars are inserted as text", async () => {
  expect(await valueOf("a: 1e-3\nb: ring\nc: ${b}-${a}-${d}\nd: null\n")).toMatchObject({ c: "ring-0.001-null" });
});

test("a path may end at a reference and pass through one", async () => {
  const text = "a: ${b.x.y}\nb: ${c}\nc: {x: '${d}'}\nd: {y: 7}\n";
  expect(await valueOf(text)).toMatchObject({ a: 7 });
});

test("references see overrides, and overrides may contain references", async () => {
  expect(await valueOf("a: 1\nb: ${a}\n", "a=2", "c=x${b}")).toEqual({ a: 2, b: 2, c: "x2" });
});

test("the plugin of a short block is its `use`", async () => {
  expect(await valueOf("loss: sid/l2\nname: ring-${loss.use}\n")).toMatchObject({ name: "ring-sid/l2" });
});

test("`$${` is a literal `${`", async () => {
  expect(await valueOf("a: $${b}\nc: ${a}\n")).toEqual({ a: "${b}", c: "${b}" });
});

test("every broken reference is reported once", async () => {
  const text =
    "loss: {use: sid/l2, lambda: 1}\nname: ${train.rate}-${tags.x}\ntrain: {rate: '${a}', steps: '${b}'}\ntags: {x: '${a}'}\n";
  const message = await configErrorOf(text);
  expect(message.match(/error .*/g)).toEqual([
    "error ring.yaml:3:16 at train.rate",
    "error ring.yaml:3:31 at train.steps",
    "error ring.yaml:4:12 at tags.x",
  ]);
});

test("a value of the wrong type is reported at the reference, with the location of the value", async () => {
  const text = 'loss: {use: sid/l2, lambda: 1}\nname: "1e-3"\ntrain:\n  rate: ${name}\n';
  expect(await configErrorOf(text)).toMatchInlineSnapshot(`
    "
    error ring.yaml:4:9 at train.rate
        4 |   rate: \${name}
          |         ^^^^^^^ expected a number, got the string \`1e-3\`
          = note: the value is written at ring.yaml:2:7
          = help: remove the quotes: this is a string, not a number
    "
  `);
});
