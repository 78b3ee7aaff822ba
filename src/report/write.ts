import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";

import { UserError } from "../model/errors.js";

/** What to write: path relative to the directory, with forward slashes, and content. */
export type FileSet = Readonly<Record<string, string | Uint8Array>>;

/**
 * Writes a set of files into a directory, all or nothing: each is first written in full to a hidden folder in that
 * directory, and only when all are there do they take their places, each by one rename. A file of the same name is
 * replaced, every other file stays. When anything fails before that, the directory is as it was, and a directory
 * that was made for the purpose is gone again.
 *
 * @throws UserError naming the directory when it cannot be written; RangeError on a path that leaves it
 * @example await writeFiles("report", { "index.html": page, "fig6/fig6.csv": rows })
 */
export async function writeFiles(directory: string, files: FileSet): Promise<void> {
  for (const path of Object.keys(files)) requireInside(path);
  const made: string[] = [];
  try {
    await makeFolder(directory, made);
    await writeByStaging(directory, files, made);
  } catch (error) {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
    if (error instanceof Error && "code" in error) {
      throw new UserError(`cannot write to ${directory}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

async function writeByStaging(directory: string, files: FileSet, made: string[]): Promise<void> {
  // Inside the directory rather than beside it: a rename must not cross into another file system.
  const staging = await mkdtemp(join(directory, ".writing-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
      await makeFolder(dirname(join(directory, path)), made);
      await requireReplaceable(join(directory, path));
    }
    for (const path of Object.keys(files)) await rename(join(staging, path), join(directory, path));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Makes a folder with its parents, and notes the outermost one that was not there before. */
async function makeFolder(path: string, made: string[]): Promise<void> {
  const outermost = await mkdir(path, { recursive: true });
  if (outermost !== undefined) made.push(outermost);
}

/** Finds what would stop a rename before the first one is done. */
async function requireReplaceable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw new UserError(`cannot write ${path}: it is a directory`);
}

function requireInside(path: string): void {
  const normal = normalize(path);
  if (path === "" || isAbsolute(path) || normal === "." || normal === ".." || normal.startsWith(`..${sep}`)) {
    throw new RangeError(`"${path}" is not a path inside the directory`);
  }
}
