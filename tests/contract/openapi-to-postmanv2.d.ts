/** The part of the converter's API that the tests use; the package ships no declarations. */
declare module "openapi-to-postmanv2" {
  export interface ConversionOptions {
    folderStrategy?: "Paths" | "Tags";
    parametersResolution?: "Example" | "Schema";
  }

  export type ConversionResult =
    { result: true; output: { type: "collection"; data: object }[] } | { result: false; reason: string };

  const converter: {
    convertV2(
      input: { type: "string"; data: string },
      options: ConversionOptions,
      done: (error: Error | null, result: ConversionResult) => void,
    ): void;
  };
  export default converter;
}
