/**
 * The generators of clients that people use, each at a pinned version: how it is fetched, what command makes a client,
 * how the client is compiled, and how the language's consumer runs on it. Commands run in a folder of the
 * tool's own, with `venv/bin` and `bin` of that folder on the path.
 * @module
 */

export interface Tool {
  /** Stable word for `--only`. */
  id: string;
  name: string;
  language: string;
  /** Programs that must be on the machine; the first one that is missing is said. */
  needs: string[];
  /** Takes minutes or fetches much: left out by `--quick`. */
  slow: boolean;
  fetch: string[];
  /** The one command that works, as docs/clients.md shows it; `openapi.yaml` lies in the folder. */
  generate: string;
  /** Empty where no compiler is asked for. */
  compile: string[];
  /** Programs without which the client is generated and not compiled. */
  compilers: string[];
  /** Files of generators/consumers to put into the folder: from → to. */
  consumer?: { files: { [from: string]: string }; run: string[] };
}

const TYPESCRIPT = "5.9.3";
const NODE_TYPES = "20.19.43";
const OPENAPI_GENERATOR = "7.25.0";

const npm = (...packages: string[]) => [
  "npm init -y",
  `npm install --no-audit --no-fund --ignore-scripts typescript@${TYPESCRIPT} @types/node@${NODE_TYPES} ${packages.join(" ")}`,
];

const tsc = (files: string) =>
  `npx tsc --noEmit --strict --skipLibCheck --target es2022 --module nodenext --moduleResolution nodenext --lib es2022,dom,dom.iterable ${files}`;

/** The jar comes from Maven Central once, and is shared. */
const jar = `mvn -q -B dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:${OPENAPI_GENERATOR}:jar -DoutputDirectory=../jar`;
const openapiGenerator = (options: string) =>
  `java -jar ../jar/openapi-generator-cli-${OPENAPI_GENERATOR}.jar generate -i openapi.yaml ${options} -o client`;

export const TOOLS: Tool[] = [
  {
    id: "openapi-fetch",
    name: "openapi-typescript 7.13.0 + openapi-fetch 0.17.0",
    language: "TypeScript",
    needs: ["npm"],
    slow: false,
    fetch: npm("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "tsx@4.23.15"),
    generate: "npx openapi-typescript openapi.yaml -o api.d.ts",
    compile: [tsc("consumer.mts")],
    compilers: [],
    consumer: { files: { "typescript.mts": "consumer.mts" }, run: ["npx tsx consumer.mts"] },
  },
  {
    id: "hey-api",
    name: "@hey-api/openapi-ts 0.94.5",
    language: "TypeScript",
    needs: ["npm"],
    slow: false,
    fetch: npm("@hey-api/openapi-ts@0.94.5"),
    generate: "npx openapi-ts -i openapi.yaml -o client",
    compile: [
      "npx tsc --noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler --lib es2022,dom,dom.iterable client/sdk.gen.ts",
    ],
    compilers: [],
  },
  {
    id: "orval",
    name: "orval 7.13.0",
    language: "TypeScript",
    needs: ["npm"],
    slow: true,
    fetch: npm("orval@7.13.0"),
    generate: "npx orval --input openapi.yaml --output client/api.ts --client fetch",
    compile: [tsc("client/api.ts")],
    compilers: [],
  },
  {
    id: "swagger-typescript-api",
    name: "swagger-typescript-api 13.13.0",
    language: "TypeScript",
    needs: ["npm"],
    slow: false,
    fetch: npm("swagger-typescript-api@13.13.0"),
    generate: "npx swagger-typescript-api generate -p openapi.yaml -o client -n api.ts",
    compile: [tsc("client/api.ts")],
    compilers: [],
  },
  {
    id: "openapi-zod-client",
    name: "openapi-zod-client 1.18.3",
    language: "TypeScript",
    needs: ["npm"],
    slow: true,
    fetch: npm("openapi-zod-client@1.18.3", "zod@3.25.76", "@zodios/core@10.9.6", "axios@1.13.2"),
    generate: "npx openapi-zod-client openapi.yaml -o client.ts",
    compile: [tsc("client.ts")],
    compilers: [],
  },
  {
    id: "java",
    name: `openapi-generator ${OPENAPI_GENERATOR}, java`,
    language: "Java",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator("-g java --library native"),
    compile: ["mvn -q -B -f client/pom.xml -Dmaven.test.skip=true package dependency:copy-dependencies"],
    compilers: ["javac"],
    consumer: {
      files: { "Consumer.java": "Consumer.java" },
      run: [
        'javac -d classes -cp "client/target/openapi-java-client-1.0.0.jar:client/target/dependency/*" Consumer.java',
        'java -cp "classes:client/target/openapi-java-client-1.0.0.jar:client/target/dependency/*" Consumer',
      ],
    },
  },
  {
    id: "kotlin",
    name: `openapi-generator ${OPENAPI_GENERATOR}, kotlin`,
    language: "Kotlin",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator("-g kotlin"),
    // The client's own build is Gradle's; its compiler comes from Maven Central just as well.
    compile: ["cp kotlin-pom.xml client/pom.xml", "mvn -q -B -f client/pom.xml package"],
    compilers: ["mvn"],
    consumer: {
      files: { "kotlin-pom.xml": "kotlin-pom.xml", "Consumer.kt": "client/src/main/kotlin/Consumer.kt" },
      run: ["mvn -q -B -f client/pom.xml exec:java -Dexec.mainClass=ConsumerKt"],
    },
  },
  {
    id: "go",
    name: `openapi-generator ${OPENAPI_GENERATOR}, go`,
    language: "Go",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator(
      "-g go --additional-properties=enumClassPrefix=true,isGoSubmodule=true,packageName=client,withGoMod=false",
    ),
    compile: ["rm -rf client/test", "go mod tidy", "go vet ./..."],
    compilers: ["go"],
    consumer: { files: { "go.mod": "go.mod", "consumer.go": "consumer.go" }, run: ["go run ."] },
  },
  {
    id: "python",
    name: `openapi-generator ${OPENAPI_GENERATOR}, python`,
    language: "Python",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator("-g python"),
    compile: [
      "python3 -m venv venv",
      "venv/bin/pip install -q ./client",
      "venv/bin/python -m compileall -q client",
    ],
    compilers: ["python3"],
    consumer: { files: { "consumer.py": "consumer.py" }, run: ["venv/bin/python consumer.py"] },
  },
  {
    id: "dart",
    name: `openapi-generator ${OPENAPI_GENERATOR}, dart`,
    language: "Dart",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator("-g dart"),
    compile: ["cd client && dart pub get && dart analyze --no-fatal-warnings"],
    compilers: ["dart"],
  },
  {
    id: "csharp",
    name: `openapi-generator ${OPENAPI_GENERATOR}, csharp`,
    language: "C#",
    needs: ["java", "mvn"],
    slow: true,
    fetch: [jar],
    generate: openapiGenerator("-g csharp"),
    compile: ["cd client && dotnet build"],
    compilers: ["dotnet"],
  },
  {
    id: "oapi-codegen",
    name: "oapi-codegen 2.8.2",
    language: "Go",
    needs: ["go"],
    slow: true,
    fetch: [
      'GOBIN="$PWD/bin" go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2',
      "go mod init example.com/consumer",
    ],
    generate:
      "mkdir -p client && oapi-codegen -generate types,client -package client -o client/client.go openapi.yaml",
    compile: ["go mod tidy", "go vet ./..."],
    compilers: ["go"],
  },
  {
    id: "openapi-python-client",
    name: "openapi-python-client 0.29.1",
    language: "Python",
    needs: ["python3"],
    slow: false,
    fetch: ["python3 -m venv venv", "venv/bin/pip install -q openapi-python-client==0.29.1 ruff==0.15.0"],
    generate:
      "openapi-python-client generate --path openapi.yaml --output-path wechat_auth_client --meta none --fail-on-warning",
    compile: ["venv/bin/python -m compileall -q wechat_auth_client"],
    compilers: [],
  },
];
