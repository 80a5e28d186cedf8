export { createDataModelsClient, type DataModelsClient } from './create-data-models-client.ts'
export { dataModelKeys } from './data-model-keys.ts'
export { liveDataModels } from './live-data-models.ts'
