package io.nextcart.infra.training;

import io.nextcart.infra.settings.NetworkSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * Two public subnets without inbound access: the task gets an address while it runs, may call out by TLS and cannot be
 * reached. There is no NAT gateway, which would cost more than all the rest (docs/decisions/009); S3 and DynamoDB,
 * which hold the data, are reached through free gateway endpoints. Alternatively an existing network, with a security
 * group of ours.
 */
public final class TrainingNetwork extends Construct {
    private static final int ZONES = 2;
    private static final int HTTPS = 443;

    private final IVpc vpc;
    private final List<String> subnets;
    private final boolean publicIp;
    private final SecurityGroup group;

    TrainingNetwork(Construct scope, String id, NetworkSettings settings) {
        super(scope, id);
        publicIp = settings.publicIp();
        if (settings.vpc().isEmpty()) {
            Vpc own = own();
            vpc = own;
            subnets = own.getPublicSubnets().stream().map(ISubnet::getSubnetId).toList();
        } else {
            vpc = Vpc.fromVpcAttributes(
                    this,
                    "Vpc",
                    VpcAttributes.builder()
                            .vpcId(settings.vpc())
                            .availabilityZones(List.of("any"))
                            .build());
            subnets = settings.subnets();
        }
        group = SecurityGroup.Builder.create(this, "OutOnly")
                .vpc(vpc)
                .description("Nextcart training: calls out by TLS, cannot be called")
                .allowAllOutbound(false)
                .build();
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "AWS by TLS");
    }

    private Vpc own() {
        LogGroup log = LogGroup.Builder.create(this, "FlowLog")
                .retention(RetentionDays.ONE_WEEK)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        return Vpc.Builder.create(this, "Vpc")
                .maxAzs(ZONES)
                .natGateways(0)
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("public")
                        .subnetType(SubnetType.PUBLIC)
                        .mapPublicIpOnLaunch(false)
                        .build()))
                .gatewayEndpoints(new TreeMap<>(Map.of(
                        "S3", endpoint(GatewayVpcEndpointAwsService.S3),
                        "DynamoDb", endpoint(GatewayVpcEndpointAwsService.DYNAMODB))))
                .flowLogs(Map.of(
                        "Rejected",
                        FlowLogOptions.builder()
                                .destination(FlowLogDestination.toCloudWatchLogs(log))
                                .trafficType(FlowLogTrafficType.REJECT)
                                .build()))
                .build();
    }

    private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
        return GatewayVpcEndpointOptions.builder().service(service).build();
    }

    IVpc vpc() {
        return vpc;
    }

    /** Whether a task gets a public address. */
    boolean publicIp() {
        return publicIp;
    }

    SecurityGroup group() {
        return group;
    }

    String subnetId(int zone) {
        return subnets.get(zone);
    }
}
