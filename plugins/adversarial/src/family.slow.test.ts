import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname);
