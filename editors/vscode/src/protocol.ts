/** What the server says beyond the Language Server Protocol; shapes are those of the command line's JSON. */

/** Verdicts and how many claims have each. */
export interface Counts {
  readonly backed?: number;
  readonly partly_backed?: number;
  readonly unbacked?: number;
  readonly contradicted?: number;
  readonly overstated?: number;
}

export type Verdict = keyof Counts | "not_checked";

/** Parameters of the notification `backtext/status`: one workspace, each time that something about it changed. */
export interface Status {
  readonly root?: string | null;
  readonly state: string;
  readonly sources: number;
  /** Sources that are still to be read. */
  readonly pending: number;
  readonly notes: number;
  readonly verdicts: Counts;
}

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly mentions: number;
}

export interface Statement {
  readonly subject: string;
  readonly object: string;
  readonly act: string;
  readonly polarity: string;
  readonly mode: string;
  readonly modality: string;
  readonly start?: string | null;
  readonly end?: string | null;
  readonly attributed_to?: string | null;
  /** The source's id; `uri` is its file. */
  readonly source: string;
  readonly uri?: string | null;
  /** From 1. */
  readonly line: number;
  readonly quote: string;
}

export interface GraphEdge {
  readonly pair: readonly [string, string];
  readonly stance: string;
  readonly cooperation: number;
  readonly conflict: number;
  readonly first?: string | null;
  readonly last?: string | null;
  readonly disputes: readonly string[];
  readonly statements: readonly Statement[];
}

/** The answer to the request `backtext/graph`. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** From 1, columns in code points. */
export interface ReportPosition {
  readonly line: number;
  readonly column: number;
}

export interface ReportEvidence {
  readonly source: string;
  readonly line: number;
  readonly quote: string;
  readonly score: number;
}

export interface ReportSentence {
  readonly path: string;
  readonly range: { readonly start: ReportPosition; readonly end: ReportPosition };
  readonly text: string;
  readonly kind: string;
  readonly verdict: Verdict;
  readonly evidence: readonly ReportEvidence[];
}

/** The answer to the command `backtext.report`: what `backtext check --format json` prints, for open buffers as they are. */
export interface Report {
  readonly summary: Counts & { readonly sources: number; readonly notes: number; readonly claims: number };
  readonly sources?: readonly { readonly path: string; readonly id: string; readonly title?: string | null }[];
  readonly sentences: readonly ReportSentence[];
}
