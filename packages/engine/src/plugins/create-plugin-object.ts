import type { Tensor } from "@tensorflow/tfjs-core";
import { type FakeScore, type Role, type Roles, TweedieError, withPluginObjects } from "@tweedie/core";
import { MissingPart, withoutWrong } from "../consistency/missing-part.ts";
import type { FilledSlot } from "../experiment/experiment.ts";
import { displayPath, errorSummary, positionIn } from "./error-text.ts";
import { contractViolation } from "./role-contracts.ts";

/**
 * Creates the object of a slot's plugin and checks the contract of its role.
 *
 * @param objectAt Objects of the plugins in its options, by the paths of their slots.
 * @throws TweedieError that names the plugin and its file, for any error in `create`, and later for tensors of a wrong shape.
 */
export function createPluginObject(
  slot: FilledSlot,
  uses: readonly unknown[],
  objectAt: ReadonlyMap<string, unknown> = new Map(),
): Roles[Role] {
  const { path, role, use, plugin, options, file } = slot;
  let object: Roles[Role];
  try {
    const filled = withPluginObjects(plugin.options, options, (inside) =>
      objectAt.get(`${path}.${inside.path.join(".")}`),
    );
    object = plugin.create(withoutWrong(filled, slot.wrong ?? []), ...uses);
  } catch (error) {
    if (error instanceof MissingPart) throw error;
    if (error instanceof TweedieError) throw relocated(error, slot);
    const what = `\`${use}\` fails in \`create\`: ${errorSummary(error)}`;
    const fix = `see ${positionIn(file, error) ?? displayPath(file)}`;
    throw new TweedieError({ where: path, what, fix }, { cause: error });
  }
  const violation = contractViolation(role, object);
  if (violation !== undefined) {
    throw new TweedieError({ where: path, what: `\`${use}\` ${violation}`, fix: `see ${displayPath(file)}` });
  }
  return withShapeChecks(object, slot);
}

/** Paths of the roles that are not named after them. */
const usualPaths: Partial<Record<Role, string>> = { extractor: "evaluate.extractor" };

/** The error of a plugin in the options of another. The plugin names the path that its role usually has. */
function relocated(error: TweedieError, { path, role, host }: FilledSlot): TweedieError {
  const usual = usualPaths[role] ?? role;
  const isOwn = error.where === usual || error.where.startsWith(`${usual}.`);
  if (host === undefined || !isOwn) return error;
  const { what, fix } = error;
  return new TweedieError({ where: `${path}${error.where.slice(usual.length)}`, what, fix }, { cause: error });
}

type Method = (...args: never[]) => unknown;
type ShapeOf = (...args: never[]) => readonly number[];

const perSample: ShapeOf = ({ xt }: { xt: Tensor }) => [xt.shape[0]!]; // [b]
const likeSecond: ShapeOf = (_: unknown, x: Tensor) => x.shape;

/** Shapes that methods must return. Tensors broadcast: a loss of shape `[]` or `[b, 1]` would train, and wrongly. */
const returnedShapes: { readonly [R in Role]?: (object: Roles[R]) => Readonly<Record<string, ShapeOf>> } = {
  loss: () => ({ student: perSample, fakeScore: perSample }),
  weighting: () => ({ student: perSample, denoiser: perSample }),
  network: () => ({ forward: likeSecond }),
  teacher: () => ({ epsilon: likeSecond }),
  fakeScore: ({ output }: FakeScore) => ({
    epsilon: output ? (_: unknown, xt: Tensor) => [xt.shape[0]!, output.size] : likeSecond,
  }),
};

/** Returns a copy of an object whose methods throw an error that names the plugin if they return another shape. */
function withShapeChecks(object: Roles[Role], slot: FilledSlot): Roles[Role] {
  const shapesOf = returnedShapes[slot.role] as
    ((object: Roles[Role]) => Readonly<Record<string, ShapeOf>>) | undefined;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(object) as object) as object, object) as typeof object;
  for (const [name, shapeOf] of Object.entries(shapesOf?.(object) ?? {})) {
    const method = (object as unknown as Readonly<Record<string, Method | undefined>>)[name];
    if (method) Object.defineProperty(copy, name, { value: withShapeCheck(method.bind(copy), name, slot, shapeOf) });
  }
  return copy;
}

const withShapeCheck =
  (method: Method, name: string, { use, file }: FilledSlot, shapeOf: ShapeOf): Method =>
  (...args) => {
    const result = method(...args);
    const expected = shapeOf(...args);
    const shape = (result as Partial<Tensor> | undefined)?.shape;
    if (expected.join() === shape?.join()) return result;
    const returned = shape ? `the shape [${shape.join(", ")}]` : "no tensor";
    const what = `\`${name}\` of \`${use}\` returns ${returned}, not the shape [${expected.join(", ")}]`;
    const fix =
      expected.length === 1 ? "one number per sample: `inner` and `squaredNorm` sum over its elements" : undefined;
    throw new TweedieError({ where: displayPath(file), what, fix });
  };
