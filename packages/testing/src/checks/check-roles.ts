import type { Plugin } from "@tweedie/core";
import { datasetSuite, type DatasetSetup } from "./roles/dataset.ts";
import { denoiserSuite, type DenoiserPlugin } from "./roles/denoiser.ts";
import { extractorSuite } from "./roles/extractor.ts";
import { launcherSuite } from "./roles/launcher.ts";
import { metricSuite, type MetricSetup } from "./roles/metric.ts";
import { networkSuite } from "./roles/network.ts";
import { prunerSuite } from "./roles/pruner.ts";
import { samplerSuite } from "./roles/sampler.ts";
import { scheduleSuite } from "./roles/schedule.ts";
import { studentSuite } from "./roles/student.ts";
import { timeLawSuite } from "./roles/time-law.ts";
import { trackerSuite, type TrackerSetup } from "./roles/tracker.ts";
import { weightingSuite } from "./roles/weighting.ts";
import { runSuite, type CheckReport } from "./run-suite.ts";
import type { Setup } from "./setup.ts";

export { checkLoss } from "./check-loss.ts";

/** Checks the contract of a dataset. `count` samples estimate its moments, 4,000 by default. */
export const checkDataset = (plugin: Plugin<"data">, setup?: DatasetSetup): Promise<CheckReport> =>
  runSuite("dataset", () => datasetSuite(plugin, setup));

/** Checks the contract of a teacher or a fake score, whether it predicts the noise or declares another output. */
export const checkDenoiser = (plugin: DenoiserPlugin, setup?: Setup): Promise<CheckReport> =>
  runSuite("denoiser", () => denoiserSuite(plugin, setup));

/** Checks the contract of an extractor. Of an ONNX file only the preparation of samples is checked; the file is not run. */
export const checkExtractor = (plugin: Plugin<"extractor">, setup?: Setup): Promise<CheckReport> =>
  runSuite("extractor", () => extractorSuite(plugin, setup));

/** Checks the contract of a metric. Samples of the data, `[n, ...shape]`, stand in for features and class logits too. */
export const checkMetric = (plugin: Plugin<"metric">, setup?: MetricSetup): Promise<CheckReport> =>
  runSuite("metric", () => metricSuite(plugin, setup));

/** Checks the contract of a network. */
export const checkNetwork = (plugin: Plugin<"network">, setup?: Setup): Promise<CheckReport> =>
  runSuite("network", () => networkSuite(plugin, setup));

/** Checks the contract of a noise schedule. */
export const checkSchedule = (plugin: Plugin<"schedule">, setup?: Setup): Promise<CheckReport> =>
  runSuite("noise schedule", () => scheduleSuite(plugin, setup));

/** Checks the contract of a student. */
export const checkStudent = (plugin: Plugin<"student">, setup?: Setup): Promise<CheckReport> =>
  runSuite("student", () => studentSuite(plugin, setup));

/** Checks the contract of a time law. */
export const checkTimeLaw = (plugin: Plugin<"timeLaw">, setup?: Setup): Promise<CheckReport> =>
  runSuite("time law", () => timeLawSuite(plugin, setup));

/** Checks the contract of a tracker. Its files are written to temporary folders, which are removed. */
export const checkTracker = (plugin: Plugin<"tracker">, setup?: TrackerSetup): Promise<CheckReport> =>
  runSuite("tracker", () => trackerSuite(plugin, setup));

/** Checks the contract of a weighting. */
export const checkWeighting = (plugin: Plugin<"weighting">, setup?: Setup): Promise<CheckReport> =>
  runSuite("weighting", () => weightingSuite(plugin, setup));

/** Checks the contract of a sampler, in small spaces of choices, integers, a continuous range, and a conditional parameter. */
export const checkSampler = (plugin: Plugin<"sampler">, setup?: Setup): Promise<CheckReport> =>
  runSuite("sampler", () => samplerSuite(plugin, setup));

/** Checks the contract of a pruner. */
export const checkPruner = (plugin: Plugin<"pruner">, setup?: Setup): Promise<CheckReport> =>
  runSuite("pruner", () => prunerSuite(plugin, setup));

/** Checks the contract of a launcher. No agent is started. */
export const checkLauncher = (plugin: Plugin<"launcher">, setup?: Setup): Promise<CheckReport> =>
  runSuite("launcher", () => launcherSuite(plugin, setup));
