/** The XML form of the Bayesian Interchange Format, 0.3. */
import { type BayesianNetwork, bayesianNetworkOf, type NodeDraft } from "../bayesianNetwork.ts";
import { Scanner } from "./scanner.ts";
import { type Element, encode, readElements } from "./xml.ts";

/**
 * Reads a Bayesian network from a text in the XML Bayesian Interchange Format (`.xml`, `.xmlbif`).
 * @param text - the contents of the file
 * @returns the network
 * @throws TensorError "syntax" where the text cannot be read, with the place; "value" for unknown names, cycles, and rows that do
 * not sum to 1, to 1e-4; "shape" where a table does not fit
 * @example
 * const net = parseXMLBIF(`<BIF VERSION="0.3"><NETWORK><NAME>coin</NAME>
 *   <VARIABLE TYPE="nature"><NAME>coin</NAME><OUTCOME>heads</OUTCOME><OUTCOME>tails</OUTCOME></VARIABLE>
 *   <DEFINITION><FOR>coin</FOR><TABLE>0.5 0.5</TABLE></DEFINITION></NETWORK></BIF>`);
 * net.marginals().get("coin").at({ coin: "heads" }); // => 0.5
 * @source The XML-based BayesNets Interchange Format, F. Cozman (1998), version 0.3
 * @see parseBIF
 * @keywords read xmlbif file, JavaBayes, WEKA, pgmpy XMLBIFReader
 */
export function parseXMLBIF(text: string): BayesianNetwork {
  const scanner = new Scanner("parseXMLBIF", text, "");
  const network = find(readElements(scanner), "NETWORK");
  if (network === undefined) return scanner.fail("<BIF> with a <NETWORK>", undefined, 0);
  const definitions = new Map<string, Element>();
  for (const element of network.children) {
    if (element.tag === "DEFINITION" || element.tag === "PROBABILITY")
      definitions.set(textOf(scanner, element, "FOR"), element);
  }
  const nodes: NodeDraft[] = network.children
    .filter(({ tag }) => tag === "VARIABLE")
    .map((element) => {
      const name = textOf(scanner, element, "NAME");
      const states = all(element, "OUTCOME")
        .concat(all(element, "VALUE"))
        .map((one) => one.text);
      if (states.length === 0) scanner.fail(`<OUTCOME> for each state of ${name}`, undefined, element.at);
      const definition = definitions.get(name) ?? scanner.fail(`a <DEFINITION> for ${name}`, undefined, element.at);
      const parents = all(definition, "GIVEN").map((one) => one.text);
      return { name, states, parents, table: readNumbers(scanner, definition, name) };
    });
  if (nodes.length === 0) scanner.fail("at least one <VARIABLE>", undefined, network.at);
  return bayesianNetworkOf("parseXMLBIF", nodes, all(network, "NAME")[0]?.text ?? "");
}

const all = ({ children }: Element, tag: string): Element[] => children.filter((child) => child.tag === tag);

function find(elements: readonly Element[], tag: string): Element | undefined {
  for (const element of elements) {
    const found = element.tag === tag ? element : find(element.children, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(scanner: Scanner, element: Element, tag: string): string {
  const [found] = all(element, tag);
  return found?.text ?? scanner.fail(`<${tag}> in <${element.tag}>`, undefined, element.at);
}

function readNumbers(scanner: Scanner, definition: Element, name: string): number[] {
  const words = textOf(scanner, definition, "TABLE").split(/[\s,]+/);
  return words.map((word) => {
    const value = Number(word);
    return word === "" || Number.isNaN(value)
      ? scanner.fail(`numbers in the <TABLE> of ${name}`, word, definition.at)
      : value;
  });
}

/**
 * A network as a text in the XML Bayesian Interchange Format.
 * @param net - a Bayesian network
 * @returns the text
 * @throws TensorError "concrete" while tables are followed by a transformation
 * @example parseXMLBIF(toXMLBIF(exampleNetworks.asia())).probability({ smoke: "yes" }) // => 0.5
 * @source Cozman, The interchange format for Bayesian networks, 1998
 * @see toBIF, parseXMLBIF
 */
export function toXMLBIF(net: BayesianNetwork): string {
  const lines = ['<?xml version="1.0"?>', '<BIF VERSION="0.3">', "<NETWORK>", `<NAME>${encode(net.name)}</NAME>`];
  for (const { name, states } of net.variables) {
    lines.push('<VARIABLE TYPE="nature">', `  <NAME>${encode(name)}</NAME>`);
    lines.push(...states.map((state) => `  <OUTCOME>${encode(state)}</OUTCOME>`), "</VARIABLE>");
  }
  for (const { name } of net.variables) {
    lines.push("<DEFINITION>", `  <FOR>${encode(name)}</FOR>`);
    lines.push(...net.parents(name).map((parent) => `  <GIVEN>${encode(parent)}</GIVEN>`));
    lines.push(`  <TABLE>${Array.from(net.tableOf(name).data()).join(" ")}</TABLE>`, "</DEFINITION>");
  }
  return `${lines.join("\n")}\n</NETWORK>\n</BIF>\n`;
}
