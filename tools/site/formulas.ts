/**
 * Formulas as the site draws them. What `toHTML` writes needs nothing but itself; where there is a build, Temml knows more of how
 * mathematics is set: space beside names, pairs of brackets, signs that stand alone.
 */
import temml from "temml";

const FORMULA =
  /<math( display="block")?>(?:(?!<\/math>).)*<annotation encoding="application\/x-tex">(.*?)<\/annotation><\/semantics><\/math>/gs;

/** The formulas of a piece of HTML, set anew. */
export const typeset = (html: string): string =>
  html.replace(FORMULA, (_, display: string | undefined, latex: string) =>
    temml.renderToString(unescaped(latex), { displayMode: display !== undefined, annotate: true, throwOnError: true }),
  );

const unescaped = (html: string): string =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
