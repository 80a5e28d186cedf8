export { dataModelsCopy, type DataModelsCopy } from './copy.ts'
export { DataModelList, type DataModelListProps } from './DataModelList/DataModelList.tsx'
export { ModelBuilder, type ModelBuilderProps } from './ModelBuilder/ModelBuilder.tsx'
export { useDataModel, useDataModels, type UseDataModelsResult } from './use-data-models.ts'
