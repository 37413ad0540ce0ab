import { mapParams, ndarray, type StudentSteps, tf } from "@tweedie/core";
import { detach } from "@tweedie/diffusion";
import { checkDenoiser, checkNetwork, checkStudent } from "../../checks/index.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testDenoiser, testNetwork, testStudent } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const { network, teacher, student, fakeScore } = standIns();
const brokenNetwork = brokenIn("network", checkNetwork, testNetwork);
const brokenTeacher = brokenIn("teacher", checkDenoiser, testDenoiser);
const brokenFakeScore = brokenIn("fakeScore", checkDenoiser, testDenoiser);
const brokenStudent = brokenIn("student", checkStudent, testStudent);

const randomWeights = () => ({ weight: ndarray([2, 2], Float32Array.of(Math.random(), 1, 1, 1)) });
const idleWeight = { idle: ndarray([1], Float32Array.of(1)) };

export const brokenNetworks: readonly Broken[] = [
  brokenNetwork("the same stream initialises the same weights", () => ({
    ...network,
    init: (random) => ({ ...network.init(random), ...randomWeights() }),
  })),
  brokenNetwork("the output is finite and has the shape of the input", () => ({
    ...network,
    forward: (params, x, noise) => network.forward(params, x, noise).div(0),
  })),
  brokenNetwork("is a pure function", () => ({
    ...network,
    forward: (params, x, noise) => tf.keep(network.forward(params, x, noise).add(1)).sub(1),
  })),
  brokenNetwork("compiles, with its gradients", () => ({
    ...network,
    forward: (params, x, noise) => network.forward(params, x, noise).cumsum(-1),
  })),
  brokenNetwork("treats samples independently", () => ({
    ...network,
    forward: (params, x, noise) => network.forward(params, x.sub(x.mean(0, true)), noise),
  })),
  brokenNetwork("the output depends on the noise level", () => ({
    ...network,
    forward: (params, x, noise) => network.forward(params, x, noise.mul(0)),
  })),
  brokenNetwork("the output depends on the class, if there are classes", () => ({ ...network, classes: 3 })),
  brokenNetwork("takes the label of a class that is not given, if there are classes", () => ({
    ...network,
    classes: 3,
    forward: (params, x, noise, label) => network.forward(params, x, noise).div(label!.sub(3).reshape([-1, 1])),
  })),
  brokenNetwork("the draws of a training step, if any, depend on the stream alone and change the output", () => ({
    ...network,
    draws: (random, count) => ({ mask: ndarray([count], random.uniform(count)) }),
  })),
  brokenNetwork("the labels of an augmentation, if any, change the output, and zeros do not", () => ({
    ...network,
    augmentation: { name: "labels", count: 9 },
  })),
  brokenNetwork("has a gradient in every weight but the fixed ones", () => ({
    ...network,
    init: (random) => ({ ...network.init(random), ...idleWeight }),
  })),
  brokenNetwork("the gradients in fixed weights are zero", () => ({ ...network, fixed: ["input.weight"] })),
];

export const brokenDenoisers: readonly Broken[] = [
  brokenFakeScore("the same stream initialises the same weights", () => ({
    ...fakeScore,
    init: (random) => ({ ...network.init(random), ...randomWeights() }),
  })),
  brokenFakeScore("the output is finite and has the shape of the batch, or the declared size", () => ({
    ...fakeScore,
    output: { name: "logit", size: 1 },
  })),
  brokenTeacher("is a pure function", () => ({
    ...teacher,
    epsilon: (params, xt, level) => teacher.epsilon(params, xt.mul(xt.dataSync()[0]!), level),
  })),
  brokenTeacher("compiles, with its gradients", () => ({
    ...teacher,
    epsilon: (params, xt, level) => teacher.epsilon(params, xt.cumsum(-1), level),
  })),
  brokenTeacher("treats samples independently", () => ({
    ...teacher,
    epsilon: (params, xt, level) => teacher.epsilon(params, xt.sub(xt.mean(0, true)), level),
  })),
  brokenTeacher("has a gradient in every sample", () => ({
    ...teacher,
    epsilon: (_, xt) => tf.onesLike(xt).add(xt.mul(0)),
  })),
  brokenFakeScore("has a gradient in every weight but the fixed ones, if it is trained", () => ({
    ...fakeScore,
    init: (random) => ({ ...network.init(random), ...idleWeight }),
  })),
];

/** Steps that are all the same. */
const steps: StudentSteps = {
  count: 2,
  withCount: (count) => ({ ...student, steps: { ...steps, count } }),
  withGuidance: () => ({ ...student, steps }),
  draws: () => ({}),
  generate: (params, { z, label }) => student.generate(params, z, label),
};

export const brokenStudents: readonly Broken[] = [
  brokenStudent("the same stream initialises the same weights", () => ({ ...student, init: randomWeights })),
  brokenStudent("samples are finite and have the shape of the data", () => ({
    ...student,
    generate: (params, z) => student.generate(params, z).reshape([-1]),
  })),
  brokenStudent("is a pure function", () => {
    let calls = 0;
    return { ...student, generate: (params, z) => student.generate(params, z).mul(calls++) };
  }),
  brokenStudent("compiles, with its gradients", () => ({
    ...student,
    generate: (params, z) => student.generate(params, z).cumsum(-1),
  })),
  brokenStudent("treats samples independently", () => ({
    ...student,
    generate: (params, z) => student.generate(params, z.sub(z.mean(0, true))),
  })),
  brokenStudent("has a gradient in every weight but the fixed ones", () => ({
    ...student,
    init: (random) => ({ ...network.init(random), ...idleWeight }),
  })),
  brokenStudent("the draws of its steps, if any, depend on the streams alone", () => ({
    ...student,
    steps: { ...steps, draws: () => randomWeights() },
  })),
  brokenStudent(
    "samples of the training in several steps, if any, are those of the compiled step, with their gradients",
    () => ({
      ...student,
      steps: { ...steps, generate: (params, input) => steps.generate(params, input).cumsum(-1) },
    }),
  ),
  brokenStudent(
    "samples of the training in several steps, if any, have a gradient in every weight but the fixed ones",
    () => ({
      ...student,
      steps: { ...steps, generate: (params, input) => steps.generate(mapParams(params, detach), input) },
    }),
  ),
  brokenStudent("generates in any number of steps, if in several", () => ({
    ...student,
    steps: { ...steps, withCount: () => ({ ...student, steps }) },
  })),
];
