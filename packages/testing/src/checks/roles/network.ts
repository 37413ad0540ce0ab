import { nest, random, tf, under, type Network, type Plugin, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { difference } from "../../problems/difference.ts";
import { problemsIn, unless, type Findings } from "../../problems/findings.ts";
import { drawDifference, missingGradients } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import { normal, someLabels } from "../../stand-ins/scored-batch.ts";
import { perturbed, tensorsOf } from "../../stand-ins/weights.ts";
import type { Check, Suite } from "../check.ts";
import { forwardChecks } from "../forward-checks.ts";
import { optionChecks } from "../options.ts";
import { featureChecks } from "./features.ts";
import { make, type Setup } from "../setup.ts";

/** The contract of a network. */
export function networkSuite(plugin: Plugin<"network">, setup: Setup = {}): Suite {
  const inputs = inputsOf(() => make(plugin, setup));
  return {
    name: "network",
    checks: [
      ...optionChecks(plugin, setup),
      ...outputChecks(inputs),
      ...conditionChecks(inputs),
      ...trainingChecks(inputs),
      ...featureChecks(inputs),
    ],
  };
}

/** The network with its weights, and a batch of four samples. */
const inputsOf = (network: () => Network) => ({
  network,
  noise: () => tf.tensor1d([-1, -0.3, 0.2, 0.9]),
  input: () => normal("x", [4, ...network().shape]),
  labels: () => someLabels(network()),
  params: () => perturbed(network().init(random(0, "init"))),
});

type Inputs = ReturnType<typeof inputsOf>;

const outputChecks = ({ network, noise, input, labels, params }: Inputs): readonly Check[] => [
  { name: "the same stream initialises the same weights", find: () => drawDifference(network().init) },
  {
    name: "the output is finite and has the shape of the input",
    find: () => outputProblems("the output", network().forward(params(), input(), noise(), labels()), input().shape),
  },
  ...forwardChecks({
    forward: () => {
      const { forward } = network();
      return (own, { x, noise, label }) => forward(own, x!, noise!, label);
    },
    params,
    inputs: () => ({ x: input(), noise: noise() }),
    conditions: () => ({ label: labels() }),
  }),
];

const conditionChecks = ({ network, noise, input, labels, params }: Inputs): readonly Check[] => [
  {
    name: "the output depends on the noise level",
    find: () => {
      const [p, x] = [params(), input()];
      const change = network()
        .forward(p, x, noise(), labels())
        .sub(network().forward(p, x, noise().add(0.5), labels()));
      const largest = change.abs().max().dataSync()[0]!;
      return unless(largest > 1e-4, `another noise level changes the output by ${largest} at most`);
    },
  },
  {
    name: "the output depends on the class, if there are classes",
    skipReason: () => (network().classes === undefined ? "the network has no classes" : undefined),
    find: () => {
      const [p, x] = [params(), input()];
      const [zeros, ones] = [tf.zeros([4]), tf.ones([4])].map((label) => network().forward(p, x, noise(), label));
      const largest = zeros!.sub(ones!).abs().max().dataSync()[0]!;
      return unless(largest > 1e-4, `another class changes the output by ${largest} at most`);
    },
  },
  {
    name: "takes the label of a class that is not given, if there are classes",
    skipReason: () => (network().classes === undefined ? "the network has no classes" : whyNotCompiled()),
    find: () => noClassProblems({ network, noise, input, labels, params }),
  },
];

/** The label `classes`, alone and beside others: finite, another output than that of a class, and the same compiled. */
async function noClassProblems({ network, noise, input, params }: Inputs): Promise<Findings> {
  const { classes = 0, forward } = network();
  const [p, x] = [params(), input()];
  const output = (label: Tensor, own = p) => forward(own, x, noise(), label);
  const [none, given] = [tf.fill([4], classes), tf.zeros([4])].map((label) => output(label));
  const mixed = tf.tensor1d([classes, 0, classes, 0]);
  const expected = tf.where(mixed.equal(0).reshape([4, ...x.shape.slice(1).map(() => 1)]), given!, none!);
  const compiled = await compiledDifference((inputs) => output(mixed, under("params", inputs)), nest("params", p));
  return [
    ...problemsIn(outputProblems("the output without a class", none!, x.shape)),
    unless(none!.sub(given!).abs().max().dataSync()[0]! > 1e-4, "without a class the output is that of class 0"),
    unless(
      difference(output(mixed), expected, { atol: 1e-4 }) === undefined,
      "it changes the other samples of a batch",
    ),
    ...problemsIn(compiled),
  ];
}

const trainingChecks = (inputs: Inputs): readonly Check[] => [
  {
    name: "the draws of a training step, if any, depend on the stream alone and change the output",
    skipReason: () => (inputs.network().draws ? whyNotCompiled() : "the network draws no random numbers in training"),
    find: () => drawProblems(inputs),
  },
  {
    name: "the labels of an augmentation, if any, change the output, and zeros do not",
    skipReason: () => (inputs.network().augmentation ? undefined : "the network receives no labels of augmentations"),
    find: () => augmentationProblems(inputs),
  },
  {
    name: "has a gradient in every weight but the fixed ones",
    find: () => {
      const { network, noise, input, labels, params } = inputs;
      const [x, p, { fixed = [] }] = [input(), params(), network()];
      const trained = Object.fromEntries(Object.entries(p).filter(([name]) => !fixed.includes(name)));
      return missingGradients(trained, (weights) => network().forward({ ...p, ...weights }, x, noise(), labels()));
    },
  },
  {
    name: "the gradients in fixed weights are zero",
    skipReason: () => (inputs.network().fixed?.length ? undefined : "the network has no fixed weights"),
    find: () => fixedProblems(inputs),
  },
];

async function drawProblems({ network, noise, input, labels, params }: Inputs): Promise<Findings> {
  const { draws, forward } = network();
  if (!draws) return undefined;
  const drawn = (stream: Random) => draws(stream, 4);
  const [p, x] = [params(), input()];
  const trained = (name: string) => forward({ ...p, ...tensorsOf(drawn(random(0, name))) }, x, noise(), labels());
  const isSame = (other: ReturnType<typeof trained>) => difference(trained("one"), other, { atol: 1e-4 }) === undefined;
  const masks = tensorsOf(drawn(random(0, "one")));
  const compiled = await compiledDifference(
    (inputs) => forward({ ...under("params", inputs), ...masks }, x, noise(), labels()),
    nest("params", p),
  );
  return [
    drawDifference(drawn),
    unless(!isSame(forward(p, x, noise(), labels())), "the output with draws equals the output without draws"),
    unless(!isSame(trained("two")), "draws from two different streams have the same output"),
    ...problemsIn(compiled),
  ];
}

function augmentationProblems({ network, noise, input, labels, params }: Inputs): Findings {
  const { augmentation, forward } = network();
  if (!augmentation) return undefined;
  const [p, x] = [params(), input()];
  const change = (value: number) => {
    const given = { ...p, [augmentation.name]: tf.fill([4, augmentation.count], value) };
    const outputs = [given, p].map((own) => forward(own, x, noise(), labels()));
    return outputs[0]!.sub(outputs[1]!).abs().max().dataSync()[0]!;
  };
  const [zeros, ones] = [change(0), change(1)];
  return [
    unless(zeros === 0, `labels of zero change the output by ${zeros}`),
    unless(ones > 1e-4, `other labels change the output by ${ones} at most`),
  ];
}

function fixedProblems({ network, noise, input, labels, params }: Inputs): Findings {
  const [x, p, { fixed = [] }] = [input(), params(), network()];
  const unknown = fixed.filter((name) => !Object.hasOwn(p, name));
  if (unknown.length > 0) return `fixed weights that the network does not have: ${unknown.join(", ")}`;
  const moving = fixed.filter((name) => {
    const output = (weight: Tensor) => network().forward({ ...p, [name]: weight }, x, noise(), labels());
    return tf.grad(output)(p[name]!).abs().max().dataSync()[0] !== 0;
  });
  return unless(moving.length === 0, `fixed weights with a gradient: ${moving.join(", ")}`);
}
