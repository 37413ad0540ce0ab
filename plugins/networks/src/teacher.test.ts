import { TweedieError } from "@tweedie/core";
import { standIns, testNetwork } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./teacher.ts";

const { network, teacher } = standIns();

testNetwork(plugin, { uses: { teacher: { ...teacher, network } } });

test("is the network of the teacher", () => {
  expect(plugin.create({}, { ...teacher, network })).toEqual({ ...network, ofTeacher: true });
});

test("refuses a teacher without a network", () => {
  expect(() => plugin.create({}, { ...teacher, network: undefined })).toThrow(TweedieError);
});
