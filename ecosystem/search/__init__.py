"""Finding: what is indexed of each thing that has a page, how a question is read, and what answers it best."""
