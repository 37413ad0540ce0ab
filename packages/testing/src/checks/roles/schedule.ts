import type { Plugin } from "@tweedie/core";
import { difference } from "../../problems/difference.ts";
import { unless } from "../../problems/findings.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

const sigmas = Array.from({ length: 41 }, (_, i) => 10 ** (-3 + i / 8)); // 0.001 to 100

/** The contract of a noise schedule. */
export function scheduleSuite(plugin: Plugin<"schedule">, setup: Setup = {}): Suite {
  const schedule = () => make(plugin, setup);
  return {
    name: "noise schedule",
    checks: [
      ...optionChecks(plugin, setup),
      {
        name: "timeOf is the inverse of the noise-to-signal ratio",
        find: () => {
          const { amplitudes, timeOf } = schedule();
          const ratios = sigmas
            .map((sigma) => amplitudes(timeOf(sigma)))
            .map(({ alphaBar, betaBar }) => betaBar / alphaBar);
          return difference(ratios, sigmas, { atol: 0, rtol: 1e-9 });
        },
      },
      {
        name: "the noise-to-signal ratio grows with time",
        find: () => {
          const times = sigmas.map((sigma) => schedule().timeOf(sigma));
          const wrong = times.findIndex((time, i) => i > 0 && !(time > times[i - 1]!));
          return unless(
            wrong < 0,
            `timeOf(${sigmas[wrong - 1]}) is ${times[wrong - 1]}, and timeOf(${sigmas[wrong]}) is ${times[wrong]}`,
          );
        },
      },
      {
        name: "amplitudes are positive",
        find: () =>
          sigmas.map((sigma) => {
            const { alphaBar, betaBar } = schedule().amplitudes(schedule().timeOf(sigma));
            return unless(
              alphaBar > 0 && betaBar > 0,
              `at the noise-to-signal ratio ${sigma}, alphaBar is ${alphaBar} and betaBar is ${betaBar}`,
            );
          }),
      },
    ],
  };
}
