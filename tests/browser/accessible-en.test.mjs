import { accessible } from "./accessible.mjs";

accessible("en");
