import { random, type Params, type Plugin } from "@tweedie/core";
import { drawDifference, missingGradients } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import { normal, someLabels } from "../../stand-ins/scored-batch.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { modelParams, perturbed, tensorsOf } from "../../stand-ins/weights.ts";
import type { Check, Suite } from "../check.ts";
import { forwardChecks } from "../forward-checks.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";
import { stepsChecks } from "./student-steps.ts";

/** The contract of a student. */
export const studentSuite = (plugin: Plugin<"student">, setup: Setup = {}): Suite => ({
  name: "student",
  checks: [
    ...optionChecks(plugin, setup),
    ...modelChecks(inputsOf(plugin, setup)),
    ...stepsChecks(inputsOf(plugin, setup)),
  ],
});

/** The student with its weights, and a batch of four latents. */
function inputsOf(plugin: Plugin<"student">, setup: Setup) {
  const roles = { ...standIns(setup.shape), ...setup.uses };
  const student = () => make(plugin, setup);
  const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
  const initial = () => student().init(random(0, "init"), teacherWeights());
  return {
    shape: roles.data.shape,
    student,
    teacherWeights,
    initial,
    params: () => modelParams(teacherWeights(), student(), tensorsOf(initial())),
    perturbed: () => ({
      own: perturbed(initial()),
      toParams: (own: Params) => modelParams(teacherWeights(), student(), own),
    }),
    z: () => normal("z", [4, ...student().latentShape]),
    labels: () => someLabels(student()),
  };
}

const modelChecks = ({
  shape,
  student,
  teacherWeights,
  params,
  perturbed,
  z,
  labels,
}: ReturnType<typeof inputsOf>): readonly Check[] => [
  {
    name: "the same stream initialises the same weights",
    find: () => drawDifference((stream) => student().init(stream, teacherWeights())),
  },
  {
    name: "samples are finite and have the shape of the data",
    find: () => outputProblems("the batch of samples", student().generate(params(), z(), labels()), [4, ...shape]),
  },
  ...forwardChecks({
    forward: () => {
      const { generate } = student();
      return (own, { z, label }) => generate(own, z!, label);
    },
    params,
    inputs: () => ({ z: z() }),
    conditions: () => ({ label: labels() }),
  }),
  {
    name: "has a gradient in every weight but the fixed ones",
    find: () => {
      const [latents, label, { own, toParams }] = [z(), labels(), perturbed()];
      return missingGradients(own, (moved) => student().generate(toParams(moved), latents, label), student().fixed);
    },
  },
];
