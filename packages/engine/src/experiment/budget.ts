import { z } from "zod";

/** Steps of a training whose experiment states neither `steps` nor `images`. */
const defaultSteps = 3_000;

const factors = { k: 1e3, M: 1e6 } as const;
const form = /^(\d+(?:\.\d+)?)([kM])$/;
const expected = "expected a number of images such as 200000, 200k or 500M (k is 1,000 and M 1,000,000)";

/** A number of images: an integer, or a string with the unit k or M. */
const imageCount = z.union([
  z.int().positive(),
  z
    .string()
    .regex(form, { error: ({ input }) => `${expected}, got the string \`${String(input)}\`` })
    .transform((text, { addIssue }) => {
      const [, digits, unit] = form.exec(text)!;
      // A decimal exponent is exact, where a product is rounded: 1.1M.
      const images = Number(`${digits!}e${Math.log10(factors[unit as keyof typeof factors])}`);
      if (!Number.isSafeInteger(images) || images < 1) addIssue(`${expected}, got ${images} images`);
      return images;
    }),
]);

/** The keys `steps` and `images`, either of which states the length of a training. `unit` describes a step. */
export const budgetKeys = (unit: string) => ({
  steps: z
    .int()
    .positive()
    .nullish()
    .describe(`${unit} ${defaultSteps} unless \`images\` is set; null: not set.`)
    .meta({
      default: defaultSteps,
      aliases: ["iterations", "iters", "num_steps", "max_steps", "total_steps", "epochs"],
    }),
  images: imageCount
    .nullish()
    .describe("Length in images instead of `steps`, which is then images / batch, rounded up. Units: k, M.")
    .meta({ example: "200k", aliases: ["kimg", "duration", "total_kimg", "num_images"] }),
});

/** Length of a training as an experiment states it. */
interface Budget {
  readonly steps?: number | null | undefined;
  readonly images?: number | null | undefined;
  readonly batch: number;
}

/** True if at most one of `steps` and `images` is set. */
export const hasOneLength = ({ steps, images }: Budget): boolean => steps == null || images == null;

/** Error of a training with both. */
export const twoLengths = {
  path: ["images"],
  message: "`steps` and `images` both state the length of the training: remove one of them, or set it to null",
};

/** Replaces `images` by the number of steps in which a training has used at least as many, as SiD's code counts. */
export const inSteps = <B extends Budget>({
  steps,
  images,
  ...rest
}: B): Omit<B, "images" | "steps"> & { steps: number } => ({
  steps: images == null ? (steps ?? defaultSteps) : Math.ceil(images / rest.batch),
  ...rest,
});

/** Resolved keys that another key of the file sets, by their paths. */
export const derivedKeys: Readonly<Record<string, string>> = {
  "pretrain.steps": "pretrain.images",
  "distill.steps": "distill.images",
};
