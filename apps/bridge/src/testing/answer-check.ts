import { z } from "zod";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface DescribedOperation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Record<string, unknown> }>> }>
  >;
}

export interface GivenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  /** Null when it was no JSON. */
  readonly body: unknown;
}

/** Compares answers with what the OpenAPI document promises; a field that it does not name is a fault too. */
export class AnswerCheck {
  readonly #document: Document;
  readonly #definitions: Record<string, unknown>;

  constructor(document: unknown) {
    this.#document = document as Document;
    this.#definitions = asDefinitions(this.#document.components.schemas) as Record<string, unknown>;
  }

  /** Throws for an answer that the document does not describe. What is no part of the admin API passes. */
  check(given: GivenAnswer): void {
    const described = this.#find(given);
    if (described === undefined) return;
    const where = `${given.method} ${given.path} -> ${given.status}`;
    const response = described.responses[String(given.status)];
    if (response === undefined) throw new Error(`${where} is not in the API document.`);
    const media = given.contentType?.split(";")[0];
    if (response.content === undefined) {
      if (media !== undefined) throw new Error(`${where} has a body that is not in the API document.`);
      return;
    }
    const schema = media === undefined ? undefined : response.content[media]?.schema;
    if (schema === undefined)
      throw new Error(`${where} is ${media ?? "without a body"}, the API document says otherwise.`);
    const complete = { ...(asDefinitions(schema) as object), $defs: this.#definitions };
    const parsed = z.fromJSONSchema(complete as Parameters<typeof z.fromJSONSchema>[0]).safeParse(given.body);
    if (!parsed.success) throw new Error(`${where} is not as the API document says: ${z.prettifyError(parsed.error)}`);
  }

  #find({ method, path }: GivenAnswer): DescribedOperation | undefined {
    const [place = ""] = path.split("?");
    for (const [template, operations] of Object.entries(this.#document.paths)) {
      const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`);
      if (pattern.test(place)) return operations[method.toLowerCase()];
    }
    return undefined;
  }
}

function asDefinitions(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asDefinitions);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] =>
    key === "$ref" && typeof value === "string"
      ? [key, value.replace("#/components/schemas/", "#/$defs/")]
      : [key, asDefinitions(value)],
  );
  const closed = "properties" in schema ? { additionalProperties: false } : {};
  return { ...Object.fromEntries(entries), ...closed };
}
