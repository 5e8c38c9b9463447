// PhoneNetwork
