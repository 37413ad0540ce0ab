import { tf, type Extractor, type Features, type Params, type Plugin } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { detach } from "@tweedie/diffusion";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { format, read } from "../../problems/difference.ts";
import { unless, type Findings } from "../../problems/findings.ts";
import { impurity } from "../../problems/impurity.ts";
import { sampleInteraction } from "../../problems/model-problems.ts";
import { normal } from "../../stand-ins/scored-batch.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { tensorsOf } from "../../stand-ins/weights.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** The contract of an extractor. Of an ONNX file only the preparation of samples is checked; the file is not run. */
export function extractorSuite(plugin: Plugin<"extractor">, setup: Setup = {}): Suite {
  const { data } = { ...standIns(setup.shape), ...setup.uses };
  const extractor = () => make(plugin, setup);
  const x = () => normal("x", [4, ...data.shape]);
  const params = () => paramsOf(extractor());
  return {
    name: "extractor",
    checks: [
      ...optionChecks(plugin, setup),
      {
        name: "features are finite, and class logits have the declared number of classes",
        find: () => featureProblems(extractor(), extract(extractor(), params(), x())),
      },
      {
        name: "is a pure function",
        find: () => {
          const [weights, samples] = [params(), x()];
          const created = extractor();
          return impurity(() => tf.tidy(() => extract(created, weights, samples).features));
        },
      },
      {
        name: "compiles",
        skipReason: whyNotCompiled,
        find: () => {
          const weights = params();
          return compiledDifference(({ x }) => detach(extract(extractor(), weights, x!).features), { x: x() });
        },
      },
      {
        name: "treats samples independently",
        find: () => {
          const weights = params();
          return sampleInteraction({ x: x() }, ({ x }) => extract(extractor(), weights, x!).features);
        },
      },
    ],
  };
}

const extract = (extractor: Extractor, params: Params, x: Tensor): Features =>
  "extract" in extractor ? extractor.extract(params, x) : { features: extractor.prepare(x) };

const paramsOf = (extractor: Extractor): Params => ("extract" in extractor ? tensorsOf(extractor.weights()) : {});

function featureProblems(extractor: Extractor, { features, classes }: Features): Findings {
  const shape = `[${features.shape.join()}]`;
  const logits = classes && `[${classes.shape.join()}]`;
  const declared = extractor.classes && `[4,${extractor.classes}]`;
  return [
    unless(features.shape[0] === 4, `features of 4 samples have the shape ${shape}`),
    unless(tf.isFinite(features).all().dataSync()[0] === 1, `features are not finite: ${format(read(features))}`),
    ...("extract" in extractor
      ? [
          unless(features.rank === 2, `features have the shape ${shape}, not [b, f]`),
          unless(logits === declared, `class logits have the shape ${logits}; by \`classes\` it is ${declared}`),
        ]
      : []),
  ];
}
