import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";

import { UserError } from "../model/errors.js";

/** What to write: path relative to the directory, with forward slashes, and content. */
export type FileSet = Readonly<Record<string, string | Uint8Array>>;

/**
 * Writes a set of files into a directory, all or nothing: the files are first written to a hidden folder in that
 * directory and then renamed into place. Files of the same name are replaced, other files stay. If anything fails
 * before the renames, the directory is unchanged, and a directory that was created for the files is removed.
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
    throw cannotWrite(directory, error);
  }
}

/**
 * Checks that {@link writeFiles} can write into a directory, and leaves everything as it was. For work that takes long:
 * its result would be lost at the end.
 *
 * @param paths - of files in it, which must not be directories
 * @throws UserError naming the directory or file
 */
export async function requireWritable(directory: string, paths: readonly string[] = []): Promise<void> {
  const made: string[] = [];
  try {
    await makeFolder(directory, made);
    await rm(await mkdtemp(join(directory, STAGING)), { recursive: true });
    for (const path of paths) await requireReplaceable(join(directory, path));
  } catch (error) {
    throw cannotWrite(directory, error);
  } finally {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
  }
}

function cannotWrite(directory: string, error: unknown): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  return new UserError(`cannot write to ${directory}: ${error.message}`, { cause: error });
}

/** Beginning of the name of the folder in which files wait for the rest of their set. */
const STAGING = ".writing-";

async function writeByStaging(directory: string, files: FileSet, made: string[]): Promise<void> {
  // Inside the directory, so that a rename stays on one file system.
  const staging = await mkdtemp(join(directory, STAGING));
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

/** Creates a folder with its parents, and adds the outermost new one to `made`. */
async function makeFolder(path: string, made: string[]): Promise<void> {
  const outermost = await mkdir(path, { recursive: true });
  if (outermost !== undefined) made.push(outermost);
}

/** Requires that a file can be renamed to this path. */
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
