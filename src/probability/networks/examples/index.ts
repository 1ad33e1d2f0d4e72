/** Networks of the literature. Each is made when it is asked for. */

export { asia } from "./asia.ts";
export { cancer } from "./cancer.ts";
export { earthquake } from "./earthquake.ts";
export { sachs } from "./sachs.ts";
export { survey } from "./survey.ts";
