import { testUpload, trackingFixture } from "./wandb/tracking.fixture.ts";

testUpload(trackingFixture(), "sdk");
