import { noop } from "./noop.ts";
import { make } from "./setup.ts";
import { testDataset } from "./test-dataset.ts";
import { testDenoiser } from "./test-denoiser.ts";
import { testExtractor } from "./test-extractor.ts";
import { testLoss } from "./test-loss.ts";
import { testMetric } from "./test-metric.ts";
import { testNetwork } from "./test-network.ts";
import { testSchedule } from "./test-schedule.ts";
import { testStudent } from "./test-student.ts";
import { testTimeLaw } from "./test-time-law.ts";
import { testTracker } from "./test-tracker.ts";
import { testWeighting } from "./test-weighting.ts";

const uses = { data: make(noop.data) };

testDataset(noop.data);
testSchedule(noop.schedule);
testTimeLaw(noop.timeLaw);
testNetwork(noop.network, { uses });
testDenoiser(noop.teacher, { uses });
testDenoiser(noop.fakeScore, { uses });
testStudent(noop.student, { uses });
testLoss(noop.loss);
testWeighting(noop.weighting);
testExtractor(noop.extractor);
testMetric(noop.metric, { uses });
testTracker(noop.tracker);
