/** What Observable Plot has no mark for is drawn by hand. */
import type { PlotMark } from "../library.ts";
import { type Document, type Element, element } from "./element.ts";

/** Where the frame is, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What Plot hands to a function in the place of a mark. */
interface Dimensions {
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginTop: number;
  readonly marginRight: number;
  readonly marginBottom: number;
}

/** A mark of Plot that draws one element; undefined for nothing. */
export function drawing(draw: (document: Document, frame: Frame) => Element | undefined): PlotMark {
  return (_index: unknown, _scales: unknown, _channels: unknown, dimensions: Dimensions, context: Context) => {
    const { marginLeft: left, marginTop: top, marginRight, marginBottom } = dimensions;
    const frame = {
      left,
      top,
      width: dimensions.width - left - marginRight,
      height: dimensions.height - top - marginBottom,
    };
    return draw(context.document, frame) ?? element(context.document, "g", {});
  };
}

interface Context {
  readonly document: Document;
}
