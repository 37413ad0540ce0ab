import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname, { "single-level": { options: { sigma: 0.3 } } });
