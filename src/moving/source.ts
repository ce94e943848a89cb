/**
 * What a reader of a source is: text goes in piece by piece, people come out.
 * @module
 */
import type { Reading } from "./person.ts";

/** One entry of the file. */
export interface Entry {
  /** Counted from 1: the line that it begins at, or its place in a list. */
  place: number;
  reading: Reading;
}

export interface SourceReader {
  /**
   * @param text the next piece of the file
   * @returns the entries that it completes
   * @throws SourceProblem when the file as a whole is not what it should be
   */
  push(text: string): Entry[];
  /** The file ends here. @returns the last entries @throws SourceProblem */
  end(): Entry[];
}

/** What an operator decides about a file. */
export interface SourceOptions {
  /** Fields of the users' collection that may be filled from outside. */
  fields: ReadonlySet<string>;
  /** LeanCloud: the entry of `authData` that is the mini-program's, where the team has named it. */
  authData: string;
}

/** The file is none of this source, or of a form that cannot be read; the message tells what to do. */
export class SourceProblem extends Error {}
