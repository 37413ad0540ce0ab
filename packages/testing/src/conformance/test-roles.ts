import type { Plugin } from "@tweedie/core";
import { datasetSuite, type DatasetSetup } from "../checks/roles/dataset.ts";
import { denoiserSuite, type DenoiserPlugin } from "../checks/roles/denoiser.ts";
import { extractorSuite } from "../checks/roles/extractor.ts";
import { launcherSuite } from "../checks/roles/launcher.ts";
import { lossSuite } from "../checks/roles/loss.ts";
import { metricSuite, type MetricSetup } from "../checks/roles/metric.ts";
import { networkSuite } from "../checks/roles/network.ts";
import { prunerSuite } from "../checks/roles/pruner.ts";
import { samplerSuite } from "../checks/roles/sampler.ts";
import { scheduleSuite } from "../checks/roles/schedule.ts";
import { studentSuite } from "../checks/roles/student.ts";
import { timeLawSuite } from "../checks/roles/time-law.ts";
import { trackerSuite, type TrackerSetup } from "../checks/roles/tracker.ts";
import { weightingSuite } from "../checks/roles/weighting.ts";
import type { Setup } from "../checks/setup.ts";
import { testSuite } from "./test-suite.ts";
import "../expectations/to-be-all-close.ts";

/** Tests the contract of a dataset. `count` samples estimate its moments, 4,000 by default. */
export const testDataset = (plugin: Plugin<"data">, setup?: DatasetSetup): void =>
  testSuite(datasetSuite(plugin, setup));

/** Tests the contract of a teacher or a fake score, whether it predicts the noise or declares another output. */
export const testDenoiser = (plugin: DenoiserPlugin, setup?: Setup): void => testSuite(denoiserSuite(plugin, setup));

/** Tests the contract of an extractor. Of an ONNX file only the preparation of samples is tested; the file is not run. */
export const testExtractor = (plugin: Plugin<"extractor">, setup?: Setup): void =>
  testSuite(extractorSuite(plugin, setup));

/**
 * Tests the contract of a loss, for points and for images. A check that does not apply is skipped, with the reason.
 *
 * It does not check
 * - that the loss is the intended one: test its identity against a closed form, such as `exactDistillation`;
 * - that a student trains with it, or that its gradient is bounded at all noise levels: run an experiment;
 * - other numbers than those of one batch of four samples, other shapes than `[2]` and `[3, 3, 2]`, and other options than the given ones;
 * - that it uses the real samples or random numbers of its own `draws` correctly;
 * - `coefficients` of a loss that declares none, and the fake score's loss if the strategy has none: these are skipped.
 */
export const testLoss = (plugin: Plugin<"loss">, setup?: Setup): void => testSuite(lossSuite(plugin, setup));

/** Tests the contract of a metric. Samples of the data, `[n, ...shape]`, stand in for features and class logits too. */
export const testMetric = (plugin: Plugin<"metric">, setup?: MetricSetup): void =>
  testSuite(metricSuite(plugin, setup));

/** Tests the contract of a network. */
export const testNetwork = (plugin: Plugin<"network">, setup?: Setup): void => testSuite(networkSuite(plugin, setup));

/** Tests the contract of a noise schedule. */
export const testSchedule = (plugin: Plugin<"schedule">, setup?: Setup): void =>
  testSuite(scheduleSuite(plugin, setup));

/** Tests the contract of a student. */
export const testStudent = (plugin: Plugin<"student">, setup?: Setup): void => testSuite(studentSuite(plugin, setup));

/** Tests the contract of a time law. */
export const testTimeLaw = (plugin: Plugin<"timeLaw">, setup?: Setup): void => testSuite(timeLawSuite(plugin, setup));

/** Tests the contract of a tracker. */
export const testTracker = (plugin: Plugin<"tracker">, setup?: TrackerSetup): void =>
  testSuite(trackerSuite(plugin, setup));

/** Tests the contract of a weighting. */
export const testWeighting = (plugin: Plugin<"weighting">, setup?: Setup): void =>
  testSuite(weightingSuite(plugin, setup));

/** Tests the contract of a sampler, in small spaces of choices, integers, a continuous range, and a conditional parameter. */
export const testSampler = (plugin: Plugin<"sampler">, setup?: Setup): void => testSuite(samplerSuite(plugin, setup));

/** Tests the contract of a pruner. */
export const testPruner = (plugin: Plugin<"pruner">, setup?: Setup): void => testSuite(prunerSuite(plugin, setup));

/** Tests the contract of a launcher. No agent is started. */
export const testLauncher = (plugin: Plugin<"launcher">, setup?: Setup): void =>
  testSuite(launcherSuite(plugin, setup));
