import { encodeModel } from "../../../packages/graph/src/onnx/proto.ts";
import { createWriter } from "../../../packages/graph/src/onnx/writer.ts";
import { loadOrt, type Ort } from "../../../packages/graph/src/ort/session.ts";

// The process of the job `webgpu`: compares matrix products with the CPU's, one of them and three in a row with the state on the device.
// Prints one line on the result.

type Session = Awaited<ReturnType<Ort["InferenceSession"]["create"]>>;
type Values = Awaited<ReturnType<Session["run"]>>[string];

const size = 64;
const matrix = { shape: [size, size], dtype: "float32" } as const;

/** Largest difference of two results, relative to the largest number: 64 products are summed in another order. */
const tolerance = 1e-5;

/** Number of successive products whose state stays on the device. */
const updates = 3;

const ort = loadOrt();

/** A model whose output `y` is an op's result on inputs. */
function modelOf(opType: string, inputs: readonly string[], shape: readonly number[] = matrix.shape): Uint8Array {
  const writer = createWriter();
  const operands = inputs.map((name) => writer.input(name, matrix));
  const name = writer.node(opType, operands);
  return encodeModel(writer.finish({ y: { name, shape, dtype: "float32" } }));
}

/** A session on the device whose outputs stay there, or are copied to the host. All nodes must run on the device. */
const onDevice = (model: Uint8Array, outputs: "gpu-buffer" | "cpu"): Promise<Session> =>
  ort.InferenceSession.create(model, {
    executionProviders: ["webgpu"],
    preferredOutputLocation: outputs,
    extra: { session: { disable_cpu_ep_fallback: "1" } },
    logSeverityLevel: 4,
  });

const tensor = (phase: number): Values =>
  new ort.Tensor(
    "float32",
    Float32Array.from({ length: size * size }, (_, i) => Math.sin(phase + i * i) / Math.sqrt(size)),
    matrix.shape,
  );

const numbersOf = (values: Values): Float32Array => values.data as Float32Array;

/** Largest difference relative to the largest expected number. */
function difference(actual: Values, expected: Values): number {
  const wanted = numbersOf(expected);
  const largest = (numbers: Float32Array): number =>
    numbers.reduce((max, number) => Math.max(max, Math.abs(number)), 0);
  return largest(numbersOf(actual).map((number, i) => number - wanted[i]!)) / largest(wanted);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not true: ${what}`);
}

const product = modelOf("MatMul", ["x", "w"]);
const identity = modelOf("Identity", ["x"]);
const [x, w] = [tensor(1), tensor(2)];

const reference = await ort.InferenceSession.create(product, { executionProviders: ["cpu"] });
let expected = x;
const history: Values[] = [];
for (let update = 0; update < updates; update++) {
  expected = (await reference.run({ x: expected, w }))["y"]!;
  history.push(expected);
}

const single = await (await onDevice(product, "cpu")).run({ x, w });
const one = difference(single["y"]!, history[0]!);
check(one <= tolerance, `a product differs from the CPU's by at most ${tolerance}, got ${one}`);

const upload = await onDevice(identity, "gpu-buffer");
const update = await onDevice(product, "gpu-buffer");
// A `gpu-buffer` cannot be read directly: `getData` ends the process. A copy with its output on the host can.
const download = await onDevice(identity, "cpu");
const weights = (await upload.run({ x: w }))["y"]!;
let state = (await upload.run({ x }))["y"]!;
for (let i = 0; i < updates; i++) {
  check(state.location === "gpu-buffer", `the state stays on the device, its location is ${state.location}`);
  const next = (await update.run({ x: state, w: weights }))["y"]!;
  state.dispose();
  state = next;
}
const chain = difference((await download.run({ x: state }))["y"]!, history.at(-1)!);
check(
  chain <= tolerance,
  `${updates} products on the device differ from the CPU's by at most ${tolerance}, got ${chain}`,
);

const refused = await onDevice(modelOf("Det", ["x"], []), "cpu").then(
  () => false,
  () => true,
);
check(refused, "an op that the device lacks is refused instead of run on the CPU");

const largest = Math.max(one, chain).toExponential(1);
console.log(`a product, and ${updates} with the state on the device: at most ${largest} from the CPU's`);
