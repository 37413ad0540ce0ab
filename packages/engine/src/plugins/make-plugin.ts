import type { Tensor } from "@tensorflow/tfjs";
import { type FakeScore, type Role, type Roles, TweedieError } from "@tweedie/core";
import type { FilledSlot } from "../experiment/experiment.ts";
import { breachOf } from "./role-contracts.ts";
import { nameOf, placeIn, summaryOf } from "./thrown.ts";

/**
 * Makes what fills a place, and sees that it keeps to its role.
 *
 * @throws TweedieError that names the plugin and its file, for whatever goes wrong in `create`, and for tensors of a wrong shape.
 */
export function makePlugin(slot: FilledSlot, uses: readonly unknown[]): Roles[Role] {
  const { path, role, use, plugin, options, file } = slot;
  let made: Roles[Role];
  try {
    made = plugin.create(options, ...uses);
  } catch (error) {
    if (error instanceof TweedieError) throw error;
    const what = `\`${use}\` fails when it is made: ${summaryOf(error)}`;
    throw new TweedieError({ where: path, what, fix: `see ${placeIn(file, error) ?? nameOf(file)}` }, { cause: error });
  }
  const breach = breachOf(role, made);
  if (breach === undefined) return watched(made, slot);
  throw new TweedieError({ where: path, what: `\`${use}\` makes no ${role}: ${breach}`, fix: `see ${nameOf(file)}` });
}

type Method = (...args: never[]) => unknown;
type ShapeOf = (...args: never[]) => readonly number[];

const perSample: ShapeOf = ({ xt }: { xt: Tensor }) => [xt.shape[0]!];
const likeSecond: ShapeOf = (_: unknown, x: Tensor) => x.shape;

/** The shapes of what methods give. Tensors broadcast: a loss of shape `[]` or `[b, 1]` would train, and badly. */
const shapes: { readonly [R in Role]?: (made: Roles[R]) => Readonly<Record<string, ShapeOf>> } = {
  loss: () => ({ student: perSample, fakeScore: perSample }),
  weighting: () => ({ student: perSample, denoiser: perSample }),
  network: () => ({ forward: likeSecond }),
  teacher: () => ({ epsilon: likeSecond }),
  fakeScore: ({ output: verdict }: FakeScore) => ({
    epsilon: verdict ? (_: unknown, xt: Tensor) => [xt.shape[0]!, verdict.size] : likeSecond,
  }),
};

/** The same object, whose methods name the plugin when they give something of another shape. */
function watched(made: Roles[Role], slot: FilledSlot): Roles[Role] {
  const shapesOf = shapes[slot.role] as ((made: Roles[Role]) => Readonly<Record<string, ShapeOf>>) | undefined;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(made) as object) as object, made) as typeof made;
  for (const [name, shapeOf] of Object.entries(shapesOf?.(made) ?? {})) {
    const method = (made as unknown as Readonly<Record<string, Method | undefined>>)[name];
    if (method) Object.defineProperty(copy, name, { value: watch(method.bind(copy), name, slot, shapeOf) });
  }
  return copy;
}

const watch =
  (method: Method, name: string, { use, file }: FilledSlot, shapeOf: ShapeOf): Method =>
  (...args) => {
    const result = method(...args);
    const shape = shapeOf(...args);
    const got = (result as Partial<Tensor> | undefined)?.shape;
    if (shape.join() === got?.join()) return result;
    const given = got ? `the shape [${got.join(", ")}]` : "no tensor";
    const what = `\`${use}\` gives from \`${name}\` ${given}, not [${shape.join(", ")}]`;
    const fix =
      shape.length === 1 ? "one number per sample: `inner` and `squaredNorm` sum over its elements" : undefined;
    throw new TweedieError({ where: nameOf(file), what, fix });
  };
