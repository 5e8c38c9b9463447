print("dialerd")
