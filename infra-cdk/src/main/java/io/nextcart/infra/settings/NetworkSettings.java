package io.nextcart.infra.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * An existing network, in which the retrain runs.
 *
 * @param vpc its id; empty for a network of the stack's own
 * @param subnets two of its subnets
 * @param publicIp whether the task gets a public address, which it needs without a NAT gateway
 */
public record NetworkSettings(String vpc, List<String> subnets, boolean publicIp) {
    static NetworkSettings read(SettingsReader reader) {
        NetworkSettings network = new NetworkSettings(
                reader.text(
                        "training.vpc",
                        "vpc-[0-9a-f]{8,17}|",
                        "the id of a VPC such as vpc-0123456789abcdef0, or nothing"),
                Stream.of(reader.text(
                                        "training.subnets",
                                        "subnet-[0-9a-f]{8,17} *, *subnet-[0-9a-f]{8,17}|",
                                        "two ids of subnets with a comma between, or nothing")
                                .split(" *, *"))
                        .filter(subnet -> !subnet.isEmpty())
                        .toList(),
                reader.flag("training.publicIp"));
        reader.require(
                network.vpc.isEmpty() == network.subnets.isEmpty(),
                "training.vpc is '" + network.vpc + "' and training.subnets " + network.subnets
                        + ", expected both or neither");
        reader.require(
                !network.vpc.isEmpty() || network.publicIp,
                "training.publicIp is false, expected true without training.vpc: the stack's own network has no NAT gateway");
        return network;
    }
}
