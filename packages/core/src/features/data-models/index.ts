export { createDataModelsClient, dataModelKeys, type DataModelsClient } from './create-data-models-client.ts'
