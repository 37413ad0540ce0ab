import type { Problem, TimeLaw } from "@tweedie/core";
import type { Components } from "../components.ts";
import type { Experiment } from "./experiment.ts";

/** What no plugin sees alone: how the parts of an experiment contradict each other. */
export const crossFieldProblems = (experiment: Experiment, game: Components): readonly Problem[] => [
  ...outputProblems(experiment, game),
  ...levelProblems(game),
  ...classProblems(experiment, game),
  ...viewProblems(experiment, game),
];

/** Finds a loss that reads another output than the fake score gives. */
function outputProblems({ slots }: Experiment, { distillation: { loss, fakeScore } }: Components): Problem[] {
  if (loss.fakeScoreOutput?.name === fakeScore.output?.name) return [];
  const nameOf = (path: string) => slots.find((slot) => slot.path === path)!.use;
  const familyOf = (path: string) => nameOf(path).split("/")[0]!;
  const [read, given] = [loss.fakeScoreOutput, fakeScore.output].map((output) =>
    output ? `the output \`${output.name}\`` : "the noise",
  );
  return [
    {
      where: "fakeScore",
      what: `\`${nameOf("loss")}\` reads ${read} from the fake score, and \`${nameOf("fakeScore")}\` gives ${given}`,
      fix: loss.fakeScoreOutput
        ? `take a fake score of the family \`${familyOf("loss")}\``
        : `take a fake score that is a denoiser, or a loss of the family \`${familyOf("fakeScore")}\``,
    },
  ];
}

type Level = TimeLaw["level"];

/** Judges that are asked at a noise level at which they were not trained. */
function levelProblems({ teacher, pretraining, distillation: { models: players } }: Components): Problem[] {
  const problems: Problem[] = [];
  const student = players.student.noise.time.level;
  const fakeScore = players.fakeScore.noise.time.level;
  if (!isSame(student, fakeScore)) {
    problems.push({
      where: "distill.fakeScore.time",
      what: `the fake score is trained at ${show(fakeScore)}, and the student asks it at ${show(student)}`,
      fix: "give `distill.student.time` and `distill.fakeScore.time` the same level",
    });
  }
  const taught = teacher.trained ? pretraining.noise.time.level : undefined;
  if (taught && taught.from !== taught.to) {
    problems.push({
      where: "pretrain.time",
      what: `the teacher is trained at ${show(taught)}: in the end it knows the last level alone`,
      fix: "anneal the distillation, and train the teacher at many levels: `pretrain: { time: time-laws/log-normal }`",
    });
  } else if (taught && !isSame(taught, student)) {
    problems.push({
      where: "pretrain.time",
      what: `the teacher is trained at ${show(taught)} alone, and the student asks it at ${show(student)}`,
      fix: "give `pretrain.time` and `distill.student.time` the same level, or train the teacher at many",
    });
  }
  return problems;
}

const isSame = (a: Level, b: Level): boolean => a?.from === b?.from && a?.to === b?.to;

function show(level: Level): string {
  if (!level) return "many levels";
  return level.from === level.to ? `sigma = ${level.to}` : `sigma from ${level.from} down to ${level.to}`;
}

/** Players of which one is told the class of a sample and another is not. */
function classProblems(
  { slots }: Experiment,
  { teacher, distillation: { student, fakeScore } }: Components,
): Problem[] {
  const tells = (classes: number | undefined) => (classes === undefined ? "no classes" : `${classes} classes`);
  const nameOf = (path: string) => slots.find((slot) => slot.path === path)!.use;
  return Object.entries({ student, fakeScore })
    .filter(([, { classes }]) => classes !== teacher.classes)
    .map(([where, { classes }]) => ({
      where,
      what: `the teacher tells ${tells(teacher.classes)} apart, and \`${nameOf(where)}\` ${tells(classes)}`,
      fix: "take a student and a fake score made of the teacher's network, or leave `network.conditional` out",
    }));
}

/** Metrics of a classifier's opinion, with an extractor that has none. */
function viewProblems({ slots }: Experiment, { extractor, metrics }: Components): Problem[] {
  if (extractor.classes !== undefined) return [];
  const nameOf = (path: string) => slots.find((slot) => slot.path === path)!.use;
  return metrics.flatMap(({ input: view }, i) => {
    if (view !== "classes") return [];
    const [where, through] = [`evaluate.metrics.${i}`, "evaluate.extractor"];
    const what = `\`${nameOf(where)}\` looks at classes, and \`${nameOf(through)}\` is no classifier`;
    return [{ where, what, fix: "`evaluate: { extractor: extractors/digits }` is one, for digits" }];
  });
}
