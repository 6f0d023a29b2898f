import { shortNumber } from "./short_number.ts";
import { type EvaluationReport, type PartErrors, textTable } from "../../mod.ts";

/** The errors that a report states, for people. */
export function describeEvaluation(report: EvaluationReport): string {
  const { network, parts, split, backend, precision } = report;
  const { model, parameters, target } = network;
  return [
    `${model} of ${parameters} parameters for the ${target}, on the backend ${backend}; ` +
    `errors of forces in units of t`,
    ...parts.flatMap((part) => ["", titleOf(part, split), tableOf(part, report.untrained)]),
    ...(precision
      ? [
        "",
        `against double precision (${precision.sites} sites): ` +
        `rms ${shortNumber(precision.rms)}, largest ${shortNumber(precision.max)}`,
      ]
      : []),
  ].join("\n");
}

function titleOf({ part, configurations }: PartErrors, split: string): string {
  return part === "all"
    ? `all of the data set, ${configurations} configurations`
    : `${part} part of the split by ${split}, ${configurations} configurations`;
}

function tableOf({ network, untrained }: PartErrors, name?: string): string {
  const headings = ["", "sites", "sd", "mean |δ|", "max |δ|", "bias", "1 - R²", "sd of F"];
  const lattices = network.filter(({ grouping }) => grouping === "lattice").length;
  const rows = network.flatMap(({ grouping, group, errors }, i) => {
    if (grouping === "force" || (grouping === "lattice" && lattices === 1)) return [];
    const { sites, sd, mae, max, bias, rSquared, sdExact } = errors;
    const loss = rSquared === undefined ? "–" : shortNumber(1 - rSquared);
    const cells = [group, String(sites), ...[sd, mae, max, bias].map(shortNumber)];
    const alone = untrained === undefined ? [] : [shortNumber(untrained[i].errors.sd)];
    return [[...cells, loss, shortNumber(sdExact), ...alone]];
  });
  return textTable(untrained === undefined ? headings : [...headings, `sd of ${name}`], rows);
}
