import reactHooks from "eslint-plugin-react-hooks";

import house from "../../eslint.config.js";

export default [...house, { files: ["src/**/*.{ts,tsx}"], ...reactHooks.configs.flat["recommended-latest"] }];
