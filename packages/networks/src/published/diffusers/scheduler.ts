import type { PreconditioningSettings } from "@tweedie/diffusion";
import { z } from "zod";
import { checkSettings } from "../check-settings.ts";

/** Settings of a scheduler that change what a network predicts; the others belong to its sampler. */
const scheduler = z.object({
  _class_name: z.string().optional(),
  num_train_timesteps: z.int().positive().max(100_000).default(1_000),
  beta_start: z.number().positive().lt(1).default(1e-4),
  beta_end: z.number().positive().lt(1).default(0.02),
  beta_schedule: z.enum(["linear", "scaled_linear", "squaredcos_cap_v2"]).default("linear"),
  trained_betas: z.null().optional(),
  prediction_type: z.enum(["epsilon", "v_prediction", "sample"]).default("epsilon"),
  rescale_betas_zero_snr: z.boolean().default(false),
});
const edmScheduler = z.object({
  sigma_data: z.number().positive().default(0.5),
  prediction_type: z.literal("epsilon").default("epsilon"),
});
const flowScheduler = z.object({ num_train_timesteps: z.int().positive().default(1_000) });

const predictions = { epsilon: "epsilon", v_prediction: "v", sample: "sample" } as const;

/**
 * The preconditioning of a network of diffusers, from its `scheduler_config.json`.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a setting that is not supported.
 */
export function schedulerPreconditioning(settings: unknown, where: string): PreconditioningSettings {
  const name = z.object({ _class_name: z.string() }).safeParse(settings).data?._class_name ?? "";
  if (name.startsWith("FlowMatch")) {
    return { kind: "flow", timeScale: checkSettings(flowScheduler, settings, where).num_train_timesteps };
  }
  if (name.startsWith("EDM")) {
    return { kind: "edm", sigmaData: checkSettings(edmScheduler, settings, where).sigma_data };
  }
  const given = checkSettings(scheduler, settings, where);
  return {
    kind: "discrete",
    prediction: predictions[given.prediction_type],
    steps: given.num_train_timesteps,
    schedule: given.beta_schedule,
    betaStart: given.beta_start,
    betaEnd: given.beta_end,
    zeroTerminalSignal: given.rescale_betas_zero_snr,
  };
}
