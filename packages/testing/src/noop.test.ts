import { make } from "./conformance/setup.ts";
import { testDataset } from "./conformance/test-dataset.ts";
import { testDenoiser } from "./conformance/test-denoiser.ts";
import { testExtractor } from "./conformance/test-extractor.ts";
import { testLoss } from "./conformance/test-loss.ts";
import { testMetric } from "./conformance/test-metric.ts";
import { testNetwork } from "./conformance/test-network.ts";
import { testSchedule } from "./conformance/test-schedule.ts";
import { testStudent } from "./conformance/test-student.ts";
import { testTimeLaw } from "./conformance/test-time-law.ts";
import { testTracker } from "./conformance/test-tracker.ts";
import { testWeighting } from "./conformance/test-weighting.ts";
import { noop } from "./noop.ts";

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
