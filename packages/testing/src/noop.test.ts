import { make } from "./checks/setup.ts";
import {
  testLauncher,
  testPruner,
  testSampler,
  testDataset,
  testDenoiser,
  testExtractor,
  testLoss,
  testMetric,
  testNetwork,
  testSchedule,
  testStudent,
  testTimeLaw,
  testTracker,
  testWeighting,
} from "./conformance/test-roles.ts";
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
testSampler(noop.sampler);
testPruner(noop.pruner);
testLauncher(noop.launcher);
