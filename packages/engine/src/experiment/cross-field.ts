import type { PerSample, Problem, TimeLaw } from "@tweedie/core";
import type { Components } from "../components.ts";
import { isMissing, unlessMissing } from "../consistency/missing-part.ts";
import { metricNameProblems } from "../checkpoints/metric-name-problems.ts";
import { logitProblems } from "../discriminator/discriminator-problems.ts";
import { augmentationProblems } from "../augmentation/augmentation-problems.ts";
import { metricInputProblems } from "../evaluate/metric-problems.ts";
import { stepsProblems } from "../evaluate/steps-problems.ts";
import { guidanceProblems } from "../guidance/guidance-problems.ts";
import { standstillProblems } from "../steps/standstill-problems.ts";
import { copyProblems } from "../weights/copied-weights.ts";
import { type Combination, pluginAt } from "./experiment.ts";

/** Checks of the parts of an experiment that no plugin can see alone. */
const checks: readonly ((combination: Combination, components: Components) => readonly Problem[])[] = [
  outputProblems,
  logitProblems,
  networkProblems,
  (_, components) => levelProblems(components),
  (_, components) => labelProblems(components),
  classProblems,
  dropoutProblems,
  guidanceProblems,
  augmentationProblems,
  metricInputProblems,
  metricNameProblems,
  microBatchProblems,
  averageProblems,
  startProblems,
  recomputationProblems,
  unrollProblems,
  untrainedProblems,
  pairProblems,
  standstillProblems,
  stepsProblems,
  copyProblems,
];

/** Returns the contradictions between parts of an experiment. A check that reads a part that is missing or wrong finds none. */
export const crossFieldProblems = (combination: Combination, components: Components): readonly Problem[] =>
  checks.flatMap((check) => unlessMissing(() => check(combination, components), []));

/** Finds a loss that reads another output than the fake score has. */
function outputProblems({ slots }: Combination, { distillation: { loss, fakeScore } }: Components): Problem[] {
  if (loss.fakeScoreOutput?.name === fakeScore.output?.name) return [];
  const [lossName, fakeScoreName] = [pluginAt(slots, "loss"), pluginAt(slots, "fakeScore")];
  const [required, provided] = [loss.fakeScoreOutput, fakeScore.output].map((output) =>
    output ? `the output \`${output.name}\`` : "the noise",
  );
  return [
    {
      where: "fakeScore",
      what: `\`${lossName}\` reads ${required} from the fake score, but \`${fakeScoreName}\` predicts ${provided}`,
      fix: loss.fakeScoreOutput
        ? `use a fake score of the family \`${familyOf(lossName)}\``
        : `use a fake score that is a denoiser, or a loss of the family \`${familyOf(fakeScoreName)}\``,
    },
  ];
}

/** Finds a network beside that of a teacher which has its own, such as a pretrained one. */
function networkProblems({ slots }: Combination, { teacher, network }: Components): Problem[] {
  if (!teacher.network || !network || network.ofTeacher) return [];
  const what = `\`${pluginAt(slots, "teacher")}\` has a network of its own, and this is \`${pluginAt(slots, "network")}\``;
  return [{ where: "network", what, fix: "write `network: networks/teacher` for the teacher's network" }];
}

type Level = TimeLaw["level"];

/** Finds teachers and fake scores that are evaluated at noise levels at which they are not trained. */
function levelProblems({ teacher, pretraining, distillation: { models } }: Components): Problem[] {
  const problems: Problem[] = [];
  const student = models.student.noise.time.level;
  const fakeScore = models.fakeScore.noise.time.level;
  if (!isSame(student, fakeScore)) {
    problems.push({
      where: "distill.fakeScore.time",
      what: `the fake score is trained at ${formatLevel(fakeScore)}, and the student evaluates it at ${formatLevel(student)}`,
      fix: "give `distill.student.time` and `distill.fakeScore.time` the same level",
    });
  }
  const taught = teacher.weights === "trained" ? pretraining.noise.time.level : undefined;
  if (taught && taught.from !== taught.to) {
    problems.push({
      where: "pretrain.time",
      what: `the teacher is trained at ${formatLevel(taught)}: in the end it predicts well at the last level only`,
      fix: "anneal the distillation, and train the teacher at many levels: `pretrain: { time: time-laws/log-normal }`",
    });
  } else if (taught && !isSame(taught, student)) {
    problems.push({
      where: "pretrain.time",
      what: `the teacher is trained at ${formatLevel(taught)} only, and the student evaluates it at ${formatLevel(student)}`,
      fix: "give `pretrain.time` and `distill.student.time` the same level, or train the teacher at many levels",
    });
  }
  return problems;
}

const isSame = (a: Level, b: Level): boolean => a?.from === b?.from && a?.to === b?.to;

function formatLevel(level: Level): string {
  if (!level) return "many levels";
  return level.from === level.to ? `sigma = ${level.to}` : `sigma from ${level.from} down to ${level.to}`;
}

/** Finds data without the classes of the teacher, whose labels are those of the data. */
function labelProblems({ teacher: { classes }, data }: Components): Problem[] {
  if (classes === undefined || data.labelled?.classes === classes) return [];
  const found = data.labelled ? `${data.labelled.classes} classes` : "no classes";
  const what = `the teacher has ${classes} classes, and the data have ${found}`;
  return [{ where: "data", what, fix: "use data with the classes of the teacher: its labels are drawn from them" }];
}

/** Finds a student or fake score with other classes than the teacher. */
function classProblems(
  { slots }: Combination,
  { teacher, distillation: { student, fakeScore } }: Components,
): Problem[] {
  const count = (classes: number | undefined) => (classes === undefined ? "no classes" : `${classes} classes`);
  return Object.entries({ student, fakeScore })
    .filter(([, model]) => !isMissing(model) && model.classes !== teacher.classes)
    .map(([where, { classes }]) => ({
      where,
      what: `the teacher has ${count(teacher.classes)}, and \`${pluginAt(slots, where)}\` has ${count(classes)}`,
      fix: "use a student and a fake score with the teacher's network, or leave out `network.conditional`",
    }));
}

/** Finds a student or fake score that is trained with dropout and has none. */
function dropoutProblems({ slots, settings }: Combination, { distillation }: Components): Problem[] {
  return (["student", "fakeScore"] as const)
    .filter((name) => settings.distill[name].dropout === true && distillation[name].draws === undefined)
    .map((name) => ({
      where: `distill.${name}.dropout`,
      what: `\`${pluginAt(slots, name)}\` has no dropout`,
      fix: "set the rate, such as `network.dropout=0.1`, with a network that has this option, or remove this line",
    }));
}

/** Finds micro-batches of a loss or weighting that computes statistics of a whole batch. */
function microBatchProblems(
  { slots, settings }: Combination,
  { teacher, pretraining, distillation: { loss, models } }: Components,
): Problem[] {
  const phases = {
    pretrain: teacher.weights === "trained" ? { "pretrain.weighting": pretraining.weighting } : {},
    distill: {
      loss,
      "distill.student.weighting": models.student.weighting,
      "distill.fakeScore.weighting": models.fakeScore.weighting,
    },
  };
  return Object.entries(phases).flatMap(([phase, functions]) => {
    const { batch, microBatch = batch } = settings[phase as keyof typeof phases];
    const whole = Object.entries<PerSample>(functions).filter(([, { batchStatistics }]) => batchStatistics);
    if (microBatch === batch) return [];
    return whole.map(([path]) => ({
      where: `${phase}.microBatch`,
      what: `\`${pluginAt(slots, path)}\` computes statistics of a whole batch, which differ from those of micro-batches`,
      fix: `leave out \`${phase}.microBatch\``,
    }));
  });
}

/** Finds an average over more evaluations than the run has after its first step. */
function averageProblems({ settings: { evaluate, distill } }: Combination): Problem[] {
  const { average = 0, every } = evaluate;
  const evaluations = Math.ceil(distill.steps / every);
  if (average <= evaluations) return [];
  const what = `an average over ${average} evaluations, and ${distill.steps} steps with one every ${every} have ${evaluations}`;
  return [{ where: "evaluate.average", what, fix: "average fewer, or evaluate more often: `evaluate.every`" }];
}

/** Finds a student whose first update is after the end of the training. */
function startProblems({ settings: { distill } }: Combination): Problem[] {
  const { start = 1 } = distill.student;
  if (start <= distill.steps) return [];
  const what = `the student's first update is in iteration ${start}, and the distillation has ${distill.steps}`;
  return [{ where: "distill.student.start", what, fix: "begin earlier, or train for longer" }];
}

/** Finds recomputation of the blocks of a network that has none. */
function recomputationProblems({ slots, settings }: Combination, { network }: Components): Problem[] {
  if (network?.recomputes) return [];
  return (["pretrain", "distill"] as const)
    .filter((phase) => settings[phase].recompute === true)
    .map((phase) => ({
      where: `${phase}.recompute`,
      what: network
        ? `\`${pluginAt(slots, "network")}\` has no blocks that can be recomputed`
        : "no plugin of the experiment uses a network",
      fix: "use a U-Net or a transformer, or remove this line",
    }));
}

/** Finds unrolled updates with micro-batches, whose responses differ from that of the batch, or with recomputed blocks, which have no second derivative. */
function unrollProblems({ settings: { distill } }: Combination): Problem[] {
  const { batch, microBatch = batch, recompute, student } = distill;
  if (!student.unroll) return [];
  const where = "distill.student.unroll";
  const parts = microBatch < batch && {
    where,
    what: "each micro-batch would have a response of the fake score of its own",
    fix: "leave out `distill.microBatch`",
  };
  const blocks = recompute === true && {
    where,
    what: "blocks that are evaluated again in the backward pass cannot be differentiated twice",
    fix: "leave out `distill.recompute`",
  };
  return [parts, blocks].filter((problem) => problem !== false);
}

/** Finds a fake score without updates that the loss reads. */
function untrainedProblems({ slots }: Combination, { distillation: { loss, updates } }: Components): Problem[] {
  if (updates > 0 || loss.readsFakeScore === false) return [];
  const what = `\`${pluginAt(slots, "loss")}\` reads the fake score, which would have no updates`;
  return [{ where: "distill.fakeScore.updates", what, fix: "set it to at least 1" }];
}

/** Finds pairs of a teacher that cannot be sampled, or for a student with latents of another shape. */
function pairProblems(
  { slots }: Combination,
  { teacher, pretraining, distillation: { loss, student } }: Components,
): Problem[] {
  if (!loss.pairs) return [];
  const problems: Problem[] = [];
  const name = pluginAt(slots, "loss");
  if (teacher.weights === "trained" && pretraining.noise.time.level) {
    const what = `\`${name}\` samples the teacher through all noise levels, and it is trained at ${formatLevel(pretraining.noise.time.level)}`;
    problems.push({ where: "pretrain.time", what, fix: "train it at many levels: `time-laws/log-normal`" });
  }
  if (student.latentShape.join() !== teacher.shape.join()) {
    const what = `\`${name}\` takes the latents of the teacher, of the shape [${teacher.shape.join(", ")}], and those of \`${pluginAt(slots, "student")}\` have the shape [${student.latentShape.join(", ")}]`;
    problems.push({ where: "student", what, fix: "use a student with latents of that shape: `students/denoiser`" });
  }
  return problems;
}

const familyOf = (use: string): string => use.split("/")[0]!;
