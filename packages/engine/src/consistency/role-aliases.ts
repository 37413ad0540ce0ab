import type { Role } from "@tweedie/core";

/** Other names that the field has for the keys of an experiment that take a plugin of a role. */
export const roleAliases: Readonly<Partial<Record<Role, readonly string[]>>> = {
  data: ["dataset", "train_data"],
  schedule: ["noise_schedule", "noise_scheduler", "scheduler", "diffusion", "sde"],
  network: ["model", "net", "backbone", "architecture", "arch", "unet"],
  teacher: ["real_score", "true_score", "pretrained"],
  student: ["generator", "netG", "G"],
  fakeScore: ["critic", "discriminator", "fake_model", "guidance_model", "netD", "D"],
  loss: ["objective", "criterion", "losses"],
  timeLaw: ["time_sampler", "timestep_sampler", "sigma_sampler", "noise_distribution"],
  weighting: ["loss_weight", "weight", "weighting_scheme"],
  tracker: ["tracker", "trackers", "logger", "loggers", "logging", "wandb", "tensorboard", "mlflow"],
};
