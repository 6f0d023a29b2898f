import { serve } from "../../parallel/serve.ts";
import {
  type PredictionRequest,
  PredictionService,
  type PredictionSetup,
} from "./prediction_service.ts";
import type { Prediction } from "./predictor.ts";

serve<PredictionSetup, PredictionRequest, Prediction>((setup) => {
  const service = new PredictionService(setup);
  return Promise.resolve((request) => service.predict(request));
});
