import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { imageEnding } from "@tweedie/formats";
import { naturalOrder } from "../files/natural-order.ts";
import { fileKind, missingData } from "../files/read-file.ts";
import { readLabelFile } from "./label-file.ts";

/** The image files of a dataset. */
export interface FoundImages {
  readonly files: readonly { readonly file: string; readonly label: number }[];
  /** Names of the classes, in the order of the labels; undefined without labels. */
  readonly classes?: readonly string[];
  /** Sentences on what was left out. */
  readonly warnings: readonly string[];
}

/** Content of a folder, in the order of the names. */
interface Listing {
  readonly images: readonly string[];
  readonly folders: readonly string[];
  readonly hiddenFolders: readonly string[];
  readonly others: readonly string[];
}

/** Finds the images of a folder, without labels. @throws TweedieError if there are fewer than two */
export function findUnlabelled(folder: string): FoundImages {
  const { images, folders, ...rest } = list(folder);
  const inside = folders.filter((name) => list(join(folder, name)).images.length > 0);
  if (images.length < 2) {
    const fix =
      inside.length > 0
        ? "its subfolders have images: set `labels: true` to use them, as classes"
        : "set `path` to a folder of PNG, JPEG or WebP images";
    throw missingData(tooFew(folder, images.length), fix);
  }
  return {
    files: images.map((name) => ({ file: join(folder, name), label: 0 })),
    warnings: [
      ...leftOut([rest]),
      ...warning(inside, "subfolder with images is left out", "subfolders with images are left out"),
    ],
  };
}

/** Finds the images in the subfolders of a folder: each subfolder with images is a class. @throws TweedieError if there are fewer than two */
export function findInClassFolders(folder: string): FoundImages {
  const { images, folders, ...rest } = list(folder);
  const listings = folders
    .map((name) => ({ name, ...list(join(folder, name)) }))
    .sort((a, b) => naturalOrder(a.name, b.name));
  const classes = listings.filter((each) => each.images.length > 0);
  const files = classes.flatMap((each, label) =>
    each.images.map((name) => ({ file: join(folder, each.name, name), label })),
  );
  if (files.length < 2) {
    const fix =
      images.length > 0
        ? "leave `labels` out, or move the images into one subfolder per class"
        : "put the images into one subfolder per class";
    throw missingData(`${tooFew(folder, files.length)} in its subfolders`, fix);
  }
  const empty = listings.filter((each) => each.images.length === 0).map(({ name }) => name);
  const deep = classes.flatMap((each) => each.folders.map((name) => join(each.name, name)));
  return {
    files,
    classes: classes.map(({ name }) => name),
    warnings: [
      ...leftOut([rest, ...listings.map(inFolder)]),
      ...warning(empty, "subfolder has no images and is no class", "subfolders have no images and are no classes"),
      ...warning(images, "image is in no subfolder and is left out", "images are in no subfolder and are left out"),
      ...warning(deep, "folder inside a class is left out", "folders inside classes are left out"),
    ],
  };
}

/** Finds the images that a file of labels lists. @throws TweedieError if one of them does not exist */
export function findListed(folder: string, labelFile: string): FoundImages {
  if (fileKind(folder) !== "folder") throw noFolder(folder);
  const { names, labelOf } = readLabelFile(labelFile);
  const paths = [...labelOf.keys()].sort();
  const absent = paths.find((path) => fileKind(join(folder, path)) !== "file");
  if (absent !== undefined) {
    throw new TweedieError({ where: labelFile, what: `lists ${absent}, which is not a file in ${folder}` });
  }
  if (paths.length < 2) throw missingData(`${labelFile} lists only one image`, "list two or more");
  const unlisted = allImages(folder).filter((path) => !labelOf.has(path));
  return {
    files: paths.map((path) => ({ file: join(folder, path), label: labelOf.get(path)! })),
    classes: names,
    warnings: warning(unlisted, "image has no label and is left out", "images have no label and are left out"),
  };
}

/** Paths of the images in a folder and below, relative to it, with slashes. */
function allImages(folder: string, prefix = ""): string[] {
  const { images, folders } = list(join(folder, prefix));
  return [...images.map((name) => prefix + name), ...folders.flatMap((name) => allImages(folder, `${prefix}${name}/`))];
}

function list(folder: string): Listing {
  if (fileKind(folder) !== "folder") throw noFolder(folder);
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const kindOf = (entry: Dirent) =>
    entry.isSymbolicLink() ? fileKind(join(folder, entry.name)) : entry.isDirectory() ? "folder" : "file";
  const named = entries.map((entry) => ({
    name: entry.name,
    kind: kindOf(entry),
    isHidden: entry.name.startsWith("."),
  }));
  const visible = named.filter(({ isHidden }) => !isHidden);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  const files = visible.filter(({ kind }) => kind !== "folder");
  return {
    images: names(files.filter(({ name }) => imageEnding.test(name))),
    folders: names(visible.filter(({ kind }) => kind === "folder")),
    hiddenFolders: names(named.filter(({ isHidden, kind }) => isHidden && kind === "folder")),
    others: names(files.filter(({ name }) => !imageEnding.test(name))),
  };
}

const noFolder = (folder: string): TweedieError =>
  missingData(`there is no folder ${folder}`, "set `path` to a folder of images");

const tooFew = (folder: string, count: number): string =>
  `${folder} has ${count === 0 ? "no PNG, JPEG or WebP images" : "only one image"}`;

const inFolder = ({ name, others, hiddenFolders }: Listing & { readonly name: string }) => ({
  others: others.map((other) => join(name, other)),
  hiddenFolders: hiddenFolders.map((hidden) => join(name, hidden)),
});

const leftOut = (listings: readonly Pick<Listing, "others" | "hiddenFolders">[]): string[] => [
  ...warning(
    listings.flatMap(({ others }) => others),
    "file of another kind is left out",
    "files of other kinds are left out",
  ),
  ...warning(
    listings.flatMap(({ hiddenFolders }) => hiddenFolders),
    "hidden folder is left out",
    "hidden folders are left out",
  ),
];

/** A sentence on names, if there are any: their number and one of them. */
const warning = (names: readonly string[], one: string, many: string): string[] =>
  names.length === 0
    ? []
    : [`data: ${names.length} ${names.length === 1 ? `${one}: ` : `${many}, such as `}${names[0]}`];
